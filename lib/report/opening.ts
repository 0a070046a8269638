import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import { unanswered } from './open-questions.ts';
import { movements, type Movement } from './movement.ts';
import { verdictSentence } from './theory-words.ts';
import { causeSentences } from './cause-words.ts';
import { between, count, list, many, number, sentence, signed, withInterval } from './wording.ts';

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
      ${movementAnswer(moved, estimates.evolution)}
      <dt>Is it deserved?</dt>
      <dd>${calibrationSentence(estimates)}</dd>
      <dt>What moved it?</dt>
      <dd>${causeSentences(estimates).join(' ')}</dd>
      <dt>Which theory explains what sellers do?</dt>
      <dd>${verdictSentence(estimates.verdict)}</dd>
      <dt>What to fund next?</dt>
      <dd>${fundingSentence(estimates)}</dd>
      <dt>What cannot be told?</dt>
      <dd>
        ${open.length === 0 ? 'Nothing this page set out to tell.' : html`${sentence(list(open.slice(0, 4).map(({ what }) => what)))} <a href="#cannot-tell">All of it, with reasons</a>.`}
      </dd>
    </dl>
  </header>`;
}

const day = (instant: string): string => instant.slice(0, 10);

function headline(moved: readonly Movement[]): string {
  const named = (direction: Movement['direction']) =>
    moved.filter((each) => each.direction === direction).map(({ recommender }) => recommender);
  const [rose, fell] = [named('rose'), named('fell')];
  if (rose.length + fell.length === 0)
    return named('cannot tell').length === 0
      ? 'Whether trust moved cannot be told yet'
      : 'No sign that trust moved';
  const parts = [
    rose.length > 0 ? `rose in ${few(rose)}` : '',
    fell.length > 0 ? `fell in ${few(fell)}` : '',
  ];
  return `Trust ${list(parts.filter((part) => part !== ''))}`;
}

/** Three names at most: a headline. */
const few = (names: readonly string[]): string =>
  names.length <= 3 ? list(names) : list([...names.slice(0, 2), `${names.length - 2} more`]);

const MOVEMENTS_SHOWN = 4;

/** The largest changes first, one paragraph each. */
function movementAnswer(moved: readonly Movement[], evolution: Estimates['evolution']): Html {
  if (moved.length === 0) {
    const withheld = evolution.some(({ mean }) => mean === null);
    return html`<dd>
      Cannot tell:
      ${withheld ? 'too few sellers in a period to show their trust' : 'there are no two periods to compare'}.
    </dd>`;
  }
  const largest = moved.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const left = moved.length - MOVEMENTS_SHOWN;
  return html`${largest.slice(0, MOVEMENTS_SHOWN).map((each) => html`<dd>${movementSentence(each)}</dd>`)}
  ${left > 0 ? html`<dd><a href="#over-time">${many(left, 'recommender')} more</a>.</dd>` : ''}`;
}

function movementSentence({ recommender, from, to, change, lower, upper, direction }: Movement): string {
  const span = `from ${number(from.mean)} (${periodName(from.period)}, ${many(from.sellers, 'seller')}) to ${number(to.mean)} (${periodName(to.period)}, ${many(to.sellers, 'seller')})`;
  const interval = `${signed(change)}, 95 % interval ${signed(lower)} to ${signed(upper)}`;
  if (direction === 'cannot tell')
    return `In ${recommender} it went ${span}: ${interval}, so no change is a fair reading.`;
  if (direction === 'other sellers')
    return `In ${recommender} cannot tell: the mean went ${span}: ${interval}; but at least half of the sellers would have to be in both.`;
  return `In ${recommender} it ${direction} ${span}: ${interval}.`;
}

export const periodName = (period: string): string =>
  /^\d+$/.test(period) ? `round ${period}` : `week ${period}`;

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

/** `lower than deserved: −0.10 (−0.11 to −0.09)`. */
function deserved(gap: Quantity): string {
  const numbers = `${signed(gap.estimate ?? 0)} (${between(gap) ?? 'no interval'}; n ${count(gap.n)})`;
  if (gap.lower === null || gap.upper === null || (gap.lower <= 0 && gap.upper >= 0))
    return `about as deserved: ${numbers}`;
  return `${(gap.estimate ?? 0) < 0 ? 'lower' : 'higher'} than deserved: ${numbers}`;
}

function fundingSentence({ processes, investments, reasons }: Estimates): string {
  if (investments !== null && investments.length > 0) return 'See processes and investments below.';
  const why =
    reasons['investments'] ??
    reasons['processes'] ??
    (processes === null ? 'processes are not estimated yet' : 'no process is registered');
  return sentence(`Cannot tell: ${why}`);
}
