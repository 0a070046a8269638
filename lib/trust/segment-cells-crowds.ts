import * as z from 'zod/mini';
import type { Column } from './disclosure/smallest-support.ts';
import type { Cell } from './seller-estimates.ts';

/** Sellers whom no published sum tells apart: the same segment values, and the same state with each recommender. */
export interface Crowd {
  readonly values: readonly (string | null)[];
  readonly states: readonly (readonly [recommender: string, state: string])[];
  readonly sellers: number;
}

const valuesSchema = z.array(z.nullable(z.string()));
const statesSchema = z.array(z.tuple([z.string(), z.string()]));

/** Crowds by period; '' is now. */
export function crowdsOf(cells: readonly Cell[]): ReadonlyMap<string, readonly Crowd[]> {
  const found = new Map<string, Crowd[]>();
  for (const { kind, of, sellers } of cells) {
    if (kind !== 'crowd') continue;
    const [period = '', values = '[]', states = '[]'] = of;
    const crowd = {
      values: valuesSchema.parse(JSON.parse(values)),
      states: statesSchema.parse(JSON.parse(states)),
      sellers,
    };
    found.set(period, [...(found.get(period) ?? []), crowd]);
  }
  return found;
}

/** One unknown of the table of a recommender: the sum over sellers with the same values and in the same state. */
export interface Unknown extends Column {
  readonly values: Crowd['values'];
  readonly state: string;
  readonly size: number; // sellers, whether they count or not
}

/** The unknowns of each recommender's table, by name. Those that do not count are told elsewhere in the same digits: they
 *  protect nobody, so that a combination is judged by the others alone. */
export function unknownsOf(
  crowds: readonly Crowd[],
  counts: (state: string) => boolean,
): ReadonlyMap<string, readonly Unknown[]> {
  const tables = new Map<string, Map<string, Unknown>>();
  for (const { values, states, sellers } of crowds)
    for (const [recommender, state] of states) {
      const table = tables.get(recommender) ?? new Map<string, Unknown>();
      const key = JSON.stringify([state, values]);
      const found = table.get(key);
      const size = (found?.size ?? 0) + sellers;
      const crowd = found?.crowd ?? table.size;
      table.set(key, { crowd, values, state, size, sellers: counts(state) ? size : 0 });
      tables.set(recommender, table);
    }
  return new Map(Array.from(tables, ([recommender, table]) => [recommender, [...table.values()]]));
}
