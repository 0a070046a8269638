import type { PathRow } from '../../trust/evolution/seller-paths.ts';
import type { SellerRow } from '../../trust/seller-estimates.ts';
import { number, text, whole } from './column.ts';
import { table } from './table.ts';

const TRUST = { unit: 'trust factor', range: '0 to 1', definition: 'trust' } as const;
const TREND = { unit: 'trust factor', definition: 'trust' } as const;

/** `sellers.csv`, one line a seller and recommender (design 5.4): it stays with whoever ran the analysis. */
export const sellersTable = table<SellerRow, readonly SellerRow[]>({
  name: 'sellers',
  what: 'every seller with every recommender: not for passing on',
  rows: (sellers) => sellers,
  columns: [
    text('seller_id', 'Seller, as the rounds file names her.', ({ sellerId }) => sellerId),
    text('recommender', 'Source of the recommendations.', ({ recommender }) => recommender, {
      definition: 'recommender',
    }),
    whole('rounds', 'Her rounds.', ({ rounds }) => rounds, { definition: 'round' }),
    number('trust', 'Her trust after the last outcome she saw.', ({ trust }) => trust, TRUST),
    number('trust_lower', 'Lower end of its band.', (row) => row.trustLower, {
      ...TRUST,
      definition: 'interval',
    }),
    number('trust_upper', 'Upper end of its band.', (row) => row.trustUpper, {
      ...TRUST,
      definition: 'interval',
    }),
    number(
      'trend',
      'Change of trust over her last 8 rounds; null where it is not told from none.',
      ({ trend }) => trend,
      TREND,
    ),
    number('trend_lower', 'Lower end of its band.', (row) => row.trendLower, {
      ...TREND,
      definition: 'interval',
    }),
    number('trend_upper', 'Upper end of its band.', (row) => row.trendUpper, {
      ...TREND,
      definition: 'interval',
    }),
    number('stated', 'Mean of her answers to the trust question.', ({ stated }) => stated, {
      unit: 'points',
      range: '1 to 7',
      definition: 'stated-trust',
    }),
    number('shown', 'Mean of her weights of advice.', ({ shown }) => shown, {
      unit: 'trust factor',
      range: '0 to 1',
      definition: 'weight-of-advice',
    }),
    text('theory', 'The theory that fits her best.', ({ theory }) => theory),
    number('theory_probability', 'Its probability for her.', (row) => row.theoryProbability, {
      unit: 'probability',
      range: '0 to 1',
    }),
  ],
});

/** `paths.csv`: trust of every seller at every decision, as it could be known then and in hindsight. */
export const pathsTable = table<PathRow, Iterable<PathRow>>({
  name: 'paths',
  what: 'trust of every seller at every decision, as known then and in hindsight: not for passing on',
  rows: (paths) => [...paths],
  columns: [
    text('seller_id', 'Seller, as the rounds file names her.', ({ sellerId }) => sellerId),
    text('recommender', 'Source of the recommendations.', ({ recommender }) => recommender, {
      definition: 'recommender',
    }),
    number(
      'round',
      'Number of the round; null where it has an instant.',
      ({ row }) => (row.askedAt === null ? row.position : null),
      { definition: 'round' },
    ),
    text(
      'asked_at',
      'Instant of the recommendation; null where rounds are only numbered.',
      ({ row }) => row.askedAt,
      { unit: 'RFC 3339' },
    ),
    ...pathColumns('filtered', 'Trust as it could be known then', ({ filtered }) => filtered),
    ...pathColumns('smoothed', 'Trust in hindsight', ({ smoothed }) => smoothed),
  ],
});

function pathColumns(
  name: 'filtered' | 'smoothed',
  meaning: string,
  of: (row: PathRow) => PathRow['filtered'],
) {
  return [
    number<PathRow>(name, `${meaning}.`, (row) => of(row).trust, TRUST),
    number<PathRow>(`${name}_lower`, 'Lower end of its band.', (row) => of(row).lower, {
      ...TRUST,
      definition: 'interval',
    }),
    number<PathRow>(`${name}_upper`, 'Upper end of its band.', (row) => of(row).upper, {
      ...TRUST,
      definition: 'interval',
    }),
  ];
}
