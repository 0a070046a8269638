import * as z from 'zod/mini';
import { csvLine } from '../rounds/csv-line.ts';
import { estimatesSchema, type Estimates } from '../trust/estimates.ts';
import type { PathRow } from '../trust/evolution/seller-paths.ts';
import type { SellerRow } from '../trust/seller-estimates.ts';

/** `evolution.csv`: the evolution array. Not known is empty. */
export function evolutionCsv(evolution: Estimates['evolution']): string {
  const rows = evolution.map(({ period, recommender, sellers, mean, lower, upper }) => [
    text(period),
    text(recommender),
    sellers,
    mean,
    lower,
    upper,
  ]);
  return lines([['period', 'recommender', 'sellers', 'mean', 'lower', 'upper'], ...rows]);
}

/** `sellers.csv`, one line a seller and recommender (design 5.4). */
export function sellersCsv(sellers: readonly SellerRow[]): string {
  const head = [
    'seller_id',
    'recommender',
    'rounds',
    'trust',
    'trust_lower',
    'trust_upper',
    'trend',
    'trend_lower',
    'trend_upper',
    'stated',
    'shown',
    'theory',
    'theory_probability',
  ];
  const rows = sellers.map((row) => [
    text(row.sellerId),
    text(row.recommender),
    row.rounds,
    row.trust,
    row.trustLower,
    row.trustUpper,
    row.trend,
    row.trendLower,
    row.trendUpper,
    row.stated,
    row.shown,
    row.theory === null ? null : text(row.theory),
    row.theoryProbability,
  ]);
  return lines([head, ...rows]);
}

/** `paths.csv`: trust of every seller at every decision, as it could be known then and in hindsight. */
export function pathsCsv(paths: Iterable<PathRow>): string {
  const head = [
    'seller_id',
    'recommender',
    'round',
    'asked_at',
    'filtered',
    'filtered_lower',
    'filtered_upper',
  ];
  const rows = Array.from(paths, ({ sellerId, recommender, row, filtered, smoothed }) => [
    text(sellerId),
    text(recommender),
    row.askedAt === null ? row.position : null,
    row.askedAt,
    filtered.trust,
    filtered.lower,
    filtered.upper,
    smoothed.trust,
    smoothed.lower,
    smoothed.upper,
  ]);
  return lines([[...head, 'smoothed', 'smoothed_lower', 'smoothed_upper'], ...rows]);
}

const lines = (rows: readonly (readonly (string | number | null)[])[]) =>
  rows.map((row) => `${csvLine(row)}\r\n`).join('');

/** Text from outside, harmless in a spreadsheet: what would begin a formula gets a `'` before it. Numbers are numbers
 *  and stay as they are. OWASP ASVS 1.2.10. */
export function text(value: string): string {
  // oxlint-disable-next-line no-control-regex
  return /^[=+\-@\t\r\n\u0000\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
}

/** `estimates.schema.json`: JSON Schema 2020-12 of estimates.json. */
export function estimatesJsonSchema(): string {
  const schema = { title: 'Seller Trust estimates', ...z.toJSONSchema(estimatesSchema) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
