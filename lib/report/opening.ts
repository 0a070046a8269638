import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Repeated } from '../trust/quantity-schema.ts';
import { unanswered } from './open-questions.ts';
import { movements } from './movement.ts';
import { headline, movementAnswer } from './movement-words.ts';
import { verdictSentence } from './theory-words.ts';
import { fundingSentence, nextExperiment } from './process-words.ts';
import { causeSentences } from './cause-words.ts';
import { between, count, list, number, sentence, signed, withInterval } from './wording.ts';

/** The first screen, in words: did trust move, what moved it, which theory, what to fund, what cannot be told. */
export function opening(estimates: Estimates, meta: { title: string; tenantName: string }): Html {
  const moved = movements(estimates);
  const open = unanswered(estimates);
  return html`<header>
    <p class="kicker">${meta.title} · ${meta.tenantName} · ${day(estimates.asOf)}</p>
    <h1>${headline(moved)}</h1>
    <p class="lead">${levelSentence(estimates)}</p>
    <p class="facts">
      ${count(estimates.input.rows)} rounds read, ${count(estimates.input.usable.trust.rows)} of them say
      something about trust. Intervals are ${number(100 * estimates.level, 0)} %.
    </p>
    <dl class="answers">
      <dt>Did trust move?</dt>
      ${movementAnswer(moved)}
      <dt>Is it deserved?</dt>
      <dd>${calibrationSentence(estimates)}</dd>
      <dt>What moved it?</dt>
      <dd>${causeSentences(estimates).join(' ')}</dd>
      <dt>Which theory explains what sellers do?</dt>
      <dd>${verdictSentence(estimates.verdict)}</dd>
      <dt>What to fund next?</dt>
      <dd>${fundingSentence(estimates)} ${nextExperiment(estimates.processes, estimates.investments)}</dd>
      <dt>What cannot be told?</dt>
      <dd>
        ${open.length === 0 ? 'Nothing this page set out to tell.' : html`${sentence(list(open.slice(0, 4).map(({ what }) => what)))} <a href="#cannot-tell">All of it, with reasons</a>.`}
      </dd>
    </dl>
  </header>`;
}

const day = (instant: string): string => instant.slice(0, 10);

/** Verdicts that do not speak against reading choices as trust. */
const TRUSTING: ReadonlySet<Estimates['verdict']['preferred']> = new Set(['trust-embedded', 'cannot tell']);

function levelSentence({ trust, verdict }: Estimates): string {
  const overall = withInterval(trust.overall);
  if (overall === undefined)
    return sentence(
      `How far recommendations are believed cannot be told: ${trust.overall.reason ?? 'no reason was given'}`,
    );
  const share = trust.overall.estimate ?? 0;
  const caution = TRUSTING.has(verdict.preferred)
    ? ''
    : ' This reads every choice as trust, which is not the theory that explains choices best here: see below.';
  return `Where a recommendation differs from a seller’s own plan, she now goes ${number(100 * share, 0)} % of the way towards it: trust is ${overall}, on a scale where 0 ignores it and 1 believes it entirely.${caution}`;
}

/** Trust against what the record deserves, overall and where there is more than one recommender in each. */
function calibrationSentence({ trust: { calibration } }: Estimates): string {
  const { gap, byRecommender } = calibration;
  if (gap.estimate === null) return sentence(`Cannot tell: ${gap.reason ?? 'no reason was given'}`);
  const each = Object.entries(byRecommender).filter(([, { gap: own }]) => own.estimate !== null);
  const overall = `Trust is ${deserved(gap)}, against what a seller would give who weighed both sides by the errors she has seen.`;
  if (each.length < 2) return overall;
  return `${overall} ${list(
    each.slice(0, 4).map(([name, { gap: own }]) => `In ${name} it is ${deserved(own)}`),
    'and',
  ).replaceAll(/(, | and )In /g, '$1in ')}.`;
}

/** `lower than deserved: −0.10 (at all looks −0.12 to −0.08; n 600)`: told by the interval that holds at all looks. */
function deserved({ estimate, n, anytime }: Repeated): string {
  const numbers = `${signed(estimate ?? 0)} (at all looks ${between(anytime) ?? 'no interval'}; n ${count(n)})`;
  if (anytime.lower === null || anytime.upper === null)
    return `not told apart from what is deserved: ${numbers}`;
  if (anytime.lower <= 0 && anytime.upper >= 0) return `about as deserved: ${numbers}`;
  return `${(estimate ?? 0) < 0 ? 'lower' : 'higher'} than deserved: ${numbers}`;
}
