import { html, type Html } from '../../html/html.ts';
import type { Estimates } from '../../trust/estimates.ts';
import { grouped } from '../grouping.ts';
import { senderQuestions } from '../sender-words.ts';
import { list, sentence } from '../wording.ts';
import { causeQuestions } from './cause-questions.ts';
import { processQuestions } from './process-questions.ts';
import type { Unanswered } from './question.ts';
import { theoryQuestions } from './theory-questions.ts';
import { answerQuestions, levelQuestions, movementQuestions } from './trust-questions.ts';

/** Everything the page says it cannot tell, with its reason, in the order in which a reader would miss it. */
export function unanswered(estimates: Estimates): Unanswered[] {
  return [
    ...movementQuestions(estimates),
    ...causeQuestions(estimates),
    ...levelQuestions(estimates),
    ...theoryQuestions(estimates),
    ...processQuestions(estimates),
    ...answerQuestions(estimates),
    ...senderQuestions(estimates),
    ...others(estimates),
  ];
}

/** Fields asked for above. */
const ASKED: ReadonlySet<string> = new Set(['since', 'evolution', 'segments', 'processes', 'investments']);

const others = ({ reasons }: Estimates): Unanswered[] =>
  Object.entries(reasons)
    .filter(([field]) => !ASKED.has(field))
    .map(([what, why]) => ({ what, why }));

/** What we cannot tell: questions with one reason stand together. */
export function openQuestions(estimates: Estimates): Html {
  const byReason = [...grouped(unanswered(estimates), ({ why }) => why)];
  return html`<section aria-labelledby="cannot-tell">
    <h2 id="cannot-tell">What we cannot tell</h2>
    ${byReason.length === 0 ? html`<p>Everything this page set out to tell, it tells.</p>` : ''}
    <ul class="plain">
      ${byReason.map(([why, items]) => html`<li><strong>${sentence(list(items.map(({ what }) => what)))}</strong> ${sentence(why)}</li>`)}
    </ul>
    <p>
      Nothing here says what a single seller thinks. Trust is inferred from choices; other reasons to follow
      or not to follow (convenience, a rule in the seller’s own business) look the same from outside.
    </p>
  </section>`;
}
