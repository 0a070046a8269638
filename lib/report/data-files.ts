import * as z from 'zod/mini';
import { estimatesSchema, type Estimates } from '../trust/estimates.ts';
import type { PathRow } from '../trust/evolution/seller-paths.ts';
import type { SellerRow } from '../trust/seller-estimates.ts';
import { tableCsv } from './bundle/csv.ts';
import { evolutionTable } from './bundle/over-time-tables.ts';
import { pathsTable, sellersTable } from './bundle/seller-tables.ts';

/** `evolution.csv`: the evolution array. Not known is empty. */
export const evolutionCsv = (evolution: Estimates['evolution']): string =>
  tableCsv(evolutionTable, { evolution });

/** `sellers.csv`, one line a seller and recommender (design 5.4). */
export const sellersCsv = (sellers: readonly SellerRow[]): string => tableCsv(sellersTable, sellers);

/** `paths.csv`: trust of every seller at every decision, as it could be known then and in hindsight. */
export const pathsCsv = (paths: Iterable<PathRow>): string => tableCsv(pathsTable, paths);

/** `estimates.schema.json`: JSON Schema 2020-12 of estimates.json. */
export function estimatesJsonSchema(): string {
  const schema = { title: 'Seller Trust estimates', ...z.toJSONSchema(estimatesSchema) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
