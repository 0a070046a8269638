import { html, type Fragment, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { calibrationSentence } from './calibration-words.ts';
import { attributionSentence, causeSentences } from './cause-words.ts';
import { fundingSentence, nextExperiment } from './funding-words.ts';
import { warning } from './health-words.ts';
import { movements } from './movement.ts';
import { headline, movementAnswer } from './movement-words.ts';
import { namedFew } from './questions/question.ts';
import { unanswered } from './questions/open-questions.ts';
import { sinceSentences } from './since-words.ts';
import { verdictSentence } from './theory-words.ts';
import { keptLabel, restsOn, roundsSentence } from './kept-words.ts';
import { between, count, number, sentence } from './wording.ts';

const SHOWN = 2; // recommenders of each answer: more and the screen is not the first

/** The first screen, in words: did trust move, what moved it, what to fund, what cannot be told. */
export function opening(estimates: Estimates, meta: { title: string; tenantName: string }): Html {
  const moved = movements(estimates);
  const about = [meta.title, meta.tenantName, day(estimates.asOf), ...keptLabel(estimates)];
  const alarm = warning(estimates);
  const kicker = about.join(' · ');
  return html`<header>
    <p class="kicker">${kicker}</p>
    <h1>${headline(moved)}</h1>
    ${alarm === '' ? '' : html`<p class="lead fail"><strong>${alarm}</strong></p>`}
    <p class="lead">${levelSentence(estimates)}</p>
    <dl class="answers">
      ${answer('Did trust move since the last report?', sinceSentences(estimates).join(' '))}
      ${answer('And in the long run?', movementAnswer(moved, SHOWN))}
      ${answer('What moved it?', [...causeSentences(estimates), attributionSentence(estimates, SHOWN)].join(' '))}
      ${answer('Is it deserved?', calibrationSentence(estimates, SHOWN))}
      ${answer('Which theory explains what sellers do?', verdictSentence(estimates.verdict))}
      ${answer('What to fund next?', `${fundingSentence(estimates)} ${nextExperiment(estimates.processes, estimates.investments)}`)}
      ${answer('What cannot be told?', openWords(estimates))}
    </dl>
    <p class="facts">
      Brackets hold ${number(100 * estimates.level, 0)} % intervals; those of changes and of what is deserved
      hold at all looks together. n counts sellers, once for each recommender they hear from.
      ${roundsSentence(estimates)} ${restsOn(estimates)}
    </p>
  </header>`;
}

/** A question with its answer: one paragraph, or several. */
const answer = (question: string, words: Fragment | readonly Fragment[]): Html =>
  html`<div>
    <dt>${question}</dt>
    ${(Array.isArray(words) ? words : [words]).map((each) => html`<dd>${each}</dd>`)}
  </div>`;

const QUESTIONS_SHOWN = 4;

function openWords(estimates: Estimates): Html | string {
  const open = unanswered(estimates);
  if (open.length === 0) return 'Nothing this page set out to tell.';
  return html`${sentence(namedFew(open, QUESTIONS_SHOWN))}
    <a href="#cannot-tell">All of it, with reasons</a>.`;
}

const day = (instant: string): string => instant.slice(0, 10);

/** Verdicts that do not speak against reading choices as trust. */
const TRUSTING: ReadonlySet<Estimates['verdict']['preferred']> = new Set(['trust-embedded', 'cannot tell']);

function levelSentence({ trust, verdict, input }: Estimates): string {
  if (input.rows === 0)
    return 'No round has been read yet. This page fills once recommendations and what sellers did with them arrive.';
  const { estimate, n, reason } = trust.overall;
  if (estimate === null)
    return sentence(
      `How far recommendations are believed cannot be told: ${reason ?? 'no reason was given'}`,
    );
  const caution = TRUSTING.has(verdict.preferred)
    ? ''
    : ' This reads every choice as trust, which is not the theory that explains choices best here: see below.';
  const weak = reason === null ? '' : ` ${sentence(reason)}`;
  return `Where a recommendation differs from a seller’s own plan, she now goes ${number(100 * estimate, 0)} % of the way towards it: trust is ${number(estimate)} (${between(trust.overall) ?? 'no interval'}; n ${count(n)}), on a scale where 0 ignores it and 1 believes it entirely.${weak}${caution}`;
}
