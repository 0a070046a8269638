import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { nameOf } from './process-words.ts';
import { senderQuestions } from './sender-words.ts';
import { list, sentence } from './wording.ts';
import { grouped } from './grouping.ts';

export interface Unanswered {
  readonly what: string;
  readonly why: string;
}

/** Everything the estimates leave null, with its reason, in the order a reader would miss it. */
export function unanswered(estimates: Estimates): Unanswered[] {
  const { trust, dynamics, theories, verdict, reasons, processes, investments } = estimates;
  const found: Unanswered[] = [];
  const ask = (what: string, value: { estimate: number | null; reason: string | null }) => {
    if (value.estimate === null) found.push({ what, why: value.reason ?? 'no reason was given' });
  };
  ask('trust overall', trust.overall);
  for (const [name, quantity] of Object.entries(trust.byRecommender)) ask(`trust in ${name}`, quantity);
  for (const [name, change] of Object.entries(trust.change.byRecommender))
    ask(`whether trust in ${name} moved`, change);
  if (processes.length === 0)
    found.push({ what: 'which process works', why: reasons['processes'] ?? 'no process is registered' });
  if (investments.length === 0)
    found.push({ what: 'what to fund next', why: reasons['investments'] ?? 'no effect is known' });
  for (const row of processes) ask(`what ${nameOf(row)} does to trust`, row.effect);
  if (verdict.preferred === 'cannot tell')
    found.push({ what: 'which theory explains what sellers do', why: verdict.reason });
  ask('what sellers say about their trust', trust.stated);
  ask('weight of advice', trust.shown);
  ask('whether sellers do as they say', trust.agreement.statedShown.raw);
  ask('whether they say what is inferred from what they do', trust.agreement.statedInferred.raw);
  ask('how answers hang together with inferred trust', trust.ratings.slope);
  ask('whether trust is as high as the record deserves', trust.calibration.gap);
  ask('how closely trust follows the record', trust.calibration.slope);
  ask('whether sellers who saw better recommendations trust more', trust.calibration.acrossSellers);
  ask('whether better recommenders are trusted more', trust.calibration.acrossRecommenders);
  for (const [name, { builders, busters }] of Object.entries(trust.attribution))
    ask(`what built and what broke trust in ${name}`, builders.estimate === null ? builders : busters);
  const all = dynamics.find(({ segment }) => segment === 'all');
  if (all !== undefined) {
    ask('what builds trust (gain)', all.parameters['gain'] ?? NOT_FITTED);
    ask('what breaks trust (loss)', all.parameters['loss'] ?? NOT_FITTED);
    ask('the placebo of gain and loss', {
      estimate: all.placebo.gain.estimate ?? all.placebo.loss.estimate,
      reason: all.placebo.reason ?? all.placebo.gain.reason,
    });
    ask('where trust settles', all.steadyState);
    ask('how long trust takes to settle', all.halfLife);
  }
  found.push(...senderQuestions(estimates));
  for (const { theory, logLikelihood, reason } of theories) {
    if (logLikelihood === null)
      found.push({ what: `how well ${theory} fits`, why: reason ?? 'not estimated' });
  }
  for (const [field, why] of Object.entries(reasons)) {
    if (field !== 'processes' && field !== 'investments') found.push({ what: FIELDS[field] ?? field, why });
  }
  return found;
}

/** Fields of the estimates, as a reader would ask for them. */
const FIELDS: Readonly<Record<string, string>> = {
  since: 'how trust moved since the last report',
  segments: 'trust by segment of sellers',
  evolution: 'how trust moved from period to period',
};

const NOT_FITTED = { estimate: null, reason: 'no law of motion was fitted' } as const;

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
