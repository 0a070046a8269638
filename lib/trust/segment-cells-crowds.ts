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

/** One unknown of a table: the sum of a crowd's trust in one recommender. */
export interface Unknown extends Column {
  readonly values: Crowd['values'];
  readonly recommender: string;
  readonly state: string;
  readonly of: number; // place of the crowd
  readonly size: number; // its sellers, whether they count or not
}

/** The unknowns of a table. Those that do not count are told elsewhere in the same digits: they protect nobody, so that
 *  a combination is judged by the others alone. */
export function unknownsOf(
  crowds: readonly Crowd[],
  counts: (of: Crowd['states'][number]) => boolean,
): Unknown[] {
  let uncounted = crowds.length;
  return crowds.flatMap(({ values, states, sellers }, of) =>
    states.map(([recommender, state]) => {
      const counted = counts([recommender, state]);
      const column = counted ? { crowd: of, sellers } : { crowd: uncounted++, sellers: 0 };
      return { ...column, values, recommender, state, of, size: sellers };
    }),
  );
}

/** Sellers behind some unknowns, each once. */
export const sellersOf = (unknowns: readonly Unknown[]): number =>
  [...new Map(unknowns.map(({ of, size }) => [of, size])).values()].reduce((sum, size) => sum + size, 0);
