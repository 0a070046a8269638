import type { Sender } from '../../trust/estimates.ts';
import type { Quantity } from '../../trust/quantity-schema.ts';
import { number, text, whole } from './column.ts';
import { measuredColumns, plain, type Measured } from './measured.ts';
import { table, type Measure } from './table.ts';

const SHARE = { unit: 'share', range: '0 to 1' } as const;
const SCALE = { unit: 'of the scale' } as const;

const MEASURES = {
  bias: { ...SCALE, meaning: 'Mean of recommended - outcome.', definition: 'sender-bias' },
  fidelity: { unit: 'fidelity', range: '-1 to 1', meaning: 'Mean fidelity.', definition: 'fidelity' },
  better_share: {
    ...SHARE,
    meaning: 'Rounds in which it did better than the own plan.',
    definition: 'better-share',
  },
  skill: { unit: '1', range: 'at most 1', meaning: 'Skill against own plans.', definition: 'skill' },
  line_intercept: { ...SCALE, meaning: 't0 of the forecast line.', definition: 'forecast-line' },
  line_slope: {
    unit: '1',
    meaning: 't1 of the forecast line; statistic and p: Wald test of (0, 1).',
    definition: 'forecast-line',
  },
  fractile_share: {
    ...SHARE,
    meaning: 'Outcomes at most the recommendation; statistic and p: against the critical ratios.',
    definition: 'fractile',
  },
  fractile_target: { ...SHARE, meaning: 'Critical ratio of the sellers.', definition: 'fractile' },
  distortion: { ...SCALE, meaning: 'Mean distortion.', definition: 'distortion' },
  truthful_share: { ...SHARE, meaning: 'Rounds without distortion.', definition: 'distortion' },
  distortion_slope: {
    unit: '1',
    meaning: 'Slope of the recommendation on the own forecast.',
    definition: 'distortion',
  },
  capped_share: { ...SHARE, meaning: 'Rounds at the cap.', definition: 'distortion' },
  disutility_log_mean: { unit: 'log of money', meaning: 'mb of the disutility.', definition: 'disutility' },
  disutility_log_sd: {
    unit: 'log of money',
    range: '0 or more',
    meaning: 'sb of the disutility.',
    definition: 'disutility',
  },
  disutility_median: { unit: 'money', range: '0 or more', meaning: 'exp(mb).', definition: 'disutility' },
  jitter_trust: {
    unit: 'trust factor',
    meaning: 'Trust with the random shift as instrument.',
    definition: 'jitter-trust',
  },
} as const satisfies Record<string, Measure>;

interface Row extends Measured<keyof typeof MEASURES> {
  readonly sender: Sender;
  readonly statistic?: number | null;
  readonly p?: number | null;
}

export const senderTable = table<Row>({
  name: 'sender',
  what: 'whether each recommender is trustworthy',
  rows: ({ sender }) => sender.flatMap(rowsOf),
  measures: MEASURES,
  columns: [
    text('recommender', 'Source of the recommendations.', (row) => row.sender.recommender, {
      definition: 'recommender',
    }),
    text('direction', 'Where the marketplace gains, as set; null: not set.', (row) => row.sender.direction, {
      range: 'up, down',
    }),
    whole('rounds', 'Rounds with an outcome.', (row) => row.sender.rounds, { definition: 'round' }),
    whole('sellers', 'Sellers of these rounds.', (row) => row.sender.sellers),
    ...measuredColumns<Row>(MEASURES),
    number('statistic', 'Statistic of the test of the measure.', ({ statistic = null }) => statistic),
    number('p', 'Its p value.', ({ p = null }) => p, { range: '0 to 1' }),
  ],
});

function rowsOf(sender: Sender): Row[] {
  const { line, fractile, distortion, disutility } = sender;
  const rows: readonly Omit<Row, 'sender'>[] = [
    { measure: 'bias', quantity: sender.bias },
    { measure: 'fidelity', quantity: sender.fidelity },
    { measure: 'better_share', quantity: sender.betterShare },
    { measure: 'skill', quantity: sender.skill },
    { measure: 'line_intercept', quantity: line.intercept },
    { measure: 'line_slope', quantity: line.slope, statistic: line.wald, p: line.p },
    { measure: 'fractile_share', quantity: fractile.share, statistic: fractile.z, p: fractile.p },
    { measure: 'fractile_target', quantity: known(fractile.target, fractile.share, fractile.reason) },
    { measure: 'distortion', quantity: distortion.mean },
    { measure: 'truthful_share', quantity: distortion.truthfulShare },
    { measure: 'distortion_slope', quantity: distortion.slope },
    { measure: 'capped_share', quantity: distortion.cappedShare },
    { measure: 'disutility_log_mean', quantity: disutility.logMean },
    { measure: 'disutility_log_sd', quantity: disutility.logSd },
    {
      measure: 'disutility_median',
      quantity: known(disutility.median, disutility.logMean, disutility.reason),
    },
    { measure: 'jitter_trust', quantity: sender.jitterTrust },
  ];
  return rows.map((row) => Object.assign({ sender }, row));
}

/** A number that belongs to a quantity and has no interval of its own. */
const known = (estimate: number | null, { n, reason }: Quantity, why: string | null): Quantity =>
  plain(estimate, n, estimate === null ? (why ?? reason) : null);
