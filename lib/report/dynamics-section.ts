import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Parameter } from '../trust/quantity-schema.ts';
import { attributionChart } from './attribution-chart.ts';
import { attributionSentence, causeSentences, contradicted, NOBODY_TWICE } from './cause-words.ts';
import { gainsChart } from './gains-chart.ts';
import { stressTest } from './stress-section.ts';
import { cannotTell, nothingTold, estimateRow, table } from './tables.ts';
import { between, count, list, many, number, withInterval } from './wording.ts';

type Dynamics = Estimates['dynamics'][number];

/** Names, order and decimals of what is printed; the rest of `parameters` is in estimates.json. */
const PARAMETERS: readonly (readonly [string, string])[] = [
  ['initialMean', 'Trust at the start, mean'],
  ['initialSd', 'Trust at the start, spread'],
  ['gain', 'Gain'],
  ['loss', 'Loss'],
  ['asymmetry', 'Loss minus gain'],
  ['driftSd', 'Random drift a round'],
  ['noiseSd', 'Noise of decisions'],
  ['gapSlope', 'More trust at larger gaps'],
];

/** What builds and what breaks trust. */
export function builders(estimates: Estimates): Html {
  const all = estimates.dynamics.find(({ segment }) => segment === 'all');
  return html`<section aria-labelledby="builders">
    <h2 id="builders">What builds trust, and what breaks it</h2>
    <p>${[...causeSentences(estimates), attributionSentence(estimates)].join(' ')}</p>
    ${all === undefined ? '' : gainsChart(all)} ${all === undefined ? '' : beyondPlacebo(all)}
    ${all === undefined ? '' : settling(all)} ${attributed(estimates)} ${stressTest(estimates)}
    ${estimates.dynamics.map(parameterTable)} ${all === undefined ? '' : nested(all)}
  </section>`;
}

/** Gains and losses less their placebo, in words: what is left for learning from outcomes. */
function beyondPlacebo({ placebo: { gainDifference, lossDifference } }: Dynamics): Html | '' {
  const words = [
    ['gain', gainDifference],
    ['loss', lossDifference],
  ] as const;
  const known = words.filter(([, { estimate }]) => estimate !== null);
  if (known.length === 0) return '';
  return html`<p>
    Beyond the placebo:
    ${list(known.map(([name, value]) => `${name} ${withInterval(value) ?? ''}${value.lower === null ? ` (no interval; ${value.reason ?? 'it has no standard error'})` : ''}`))}.
  </p>`;
}

/** By recommender, what the outcomes seen since the first period did to the same sellers' trust. */
function attributed({ trust, dynamics }: Estimates): Html {
  const drawn = attributionChart(trust);
  const [first] = Object.values(trust.attribution);
  const warning =
    drawn !== undefined && contradicted({ dynamics })
      ? html`<p>
          <strong>Not to be read as learning from outcomes:</strong> the placebo moves trust as much. This is
          what the law of motion would put down to outcomes.
        </p>`
      : '';
  return html`<h3>What moved the same sellers’ trust</h3>
    ${warning} ${drawn ?? nothingTold(first?.builders.reason ?? NOBODY_TWICE)}
    <p class="note">
      Built: each good outcome seen closes a share, the gain, of the distance to full trust. Broken: each bad
      one takes a share, the loss, of the trust there is. Else: what neither explains. Both lean on gain and
      loss, so they are worth what is left of those beyond the placebo.
    </p>`;
}

function settling({ steadyState, halfLife }: Dynamics): Html {
  if (steadyState.estimate === null || halfLife.estimate === null)
    return html`<p>Where trust would settle: ${cannotTell(steadyState.reason ?? halfLife.reason)}.</p>`;
  return html`<p>
    If recommendations stay as good as they were, trust settles at ${number(steadyState.estimate)}
    (${between(steadyState) ?? steadyState.reason}). Half of the way there takes
    ${number(halfLife.estimate, 1)} (${between(halfLife, 1) ?? halfLife.reason}) outcomes seen. Both rest on
    ${count(halfLife.n)} outcomes.
  </p>`;
}

function parameterTable(dynamics: Dynamics): Html {
  const { segment, sequences, events, parameters, placebo, scale, reason } = dynamics;
  const name = segment === 'all' ? 'All recommenders together' : segment;
  const rows = PARAMETERS.flatMap(([key, words]) =>
    parameters[key] === undefined ? [] : [estimateRow(words, parameters[key], 3)],
  );
  return html`<details>
    <summary>${name}: all parameters (${many(sequences, 'sequence')}, ${many(events, 'decision')})</summary>
    ${table(
      `${name}: parameters of the law of motion, ${scale} scale; n: ${many(sequences, 'sequence')}, ${many(events, 'decision')}`,
      [{ head: 'Parameter' }, { head: 'Estimate', numeric: true }, { head: '95 % interval', numeric: true }],
      [
        ...rows,
        estimateRow('Placebo gain', orReason(placebo.gain, placebo.reason), 3),
        estimateRow('Placebo loss', orReason(placebo.loss, placebo.reason), 3),
        estimateRow('Gain less its placebo', orReason(placebo.gainDifference, placebo.reason), 3),
        estimateRow('Loss less its placebo', orReason(placebo.lossDifference, placebo.reason), 3),
      ],
    )}
    ${reason === null ? '' : html`<p class="note">${reason}</p>`}
  </details>`;
}

const orReason = (parameter: Parameter, reason: string | null): Parameter =>
  parameter.estimate === null ? { ...parameter, reason: reason ?? parameter.reason } : parameter;

function nested({ models }: Dynamics): Html {
  if (models.length === 0) return nothingTold('no model of the dynamics was fitted');
  const words = {
    static: 'Trust does not move',
    symmetric: 'Gain and loss are one number',
    asymmetric: 'Gain and loss differ',
  } as const;
  return html`<details>
    <summary>Does trust move at all? The nested models</summary>
    ${table(
      'Nested models of how trust moves',
      [{ head: 'Model' }, { head: 'Parameters', numeric: true }, { head: 'Log-likelihood', numeric: true }],
      models.map(({ name, logLikelihood, parameterCount }) => [
        words[name],
        number(parameterCount, 0),
        logLikelihood === null ? 'cannot tell' : number(logLikelihood),
      ]),
    )}
  </details>`;
}
