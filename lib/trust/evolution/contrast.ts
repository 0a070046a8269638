import type * as z from 'zod/mini';
import { meanOfCells, SMALLEST_CELL } from '../mean-of-cells.ts';
import { repeated } from '../repeated.ts';
import type { Cell } from '../seller-estimates.ts';
import type { TrustFit } from '../trust-fit.ts';
import type { contrastSchema } from '../trust-schema.ts';

export type Contrast = z.infer<typeof contrastSchema>;

/** Difference in trust between every two recommenders, over the sellers who hear from both: what sellers differ in takes no
 *  part in it. In the order of names. */
export function contrastsOf(cells: readonly Cell[], fit: TrustFit, plannedSe: number): Contrast[] {
  const pairs = fit.recommenders.flatMap((first, i) =>
    fit.recommenders.slice(i + 1).map((second) => [first, second] as const),
  );
  return pairs.map(([first, second]) => {
    const members = cells.filter(
      ({ kind, of }) => kind === 'contrast' && of[0] === first && of[1] === second,
    );
    const otherwise = `fewer than ${SMALLEST_CELL} sellers hear from both`;
    const difference = meanOfCells(members, 'difference', fit, {
      range: [-1, 1],
      least: SMALLEST_CELL,
      otherwise,
    });
    return { first, second, difference: repeated(difference, plannedSe, [-1, 1]) };
  });
}
