import type { Cell } from './cell.ts';
import type { RolloutPanel } from './panel.ts';

/** An effect with its influence by seller; estimate - truth is about the mean of psi. */
export interface Aggregate {
  readonly estimate: number;
  readonly psi: Float64Array;
}

/** The shares of cohorts among all sellers: what cells are weighted by. */
export interface Shares {
  readonly of: (cohort: number) => number;
  readonly cohort: Int32Array; // by seller
}

export function sharesOf({ cohort, sellers }: RolloutPanel): Shares {
  const counts = new Map<number, number>();
  for (const g of cohort) counts.set(g, (counts.get(g) ?? 0) + 1);
  return { of: (g) => (counts.get(g) ?? 0) / sellers, cohort };
}

/** Mean of effects weighted by the shares P_g of their cohorts:
 *      theta = sum_k P_g(k) theta_k / sum_k P_g(k)
 *  psi counts that the shares are estimated: with w_k = P_g(k)/P, P their sum,
 *      psi_i = sum_k w_k psi_ki + (1/P) sum_k (1{G_i = g(k)} - P_g(k)) (theta_k - theta)
 *  Callaway & Sant'Anna (2021), section 4.2 and its corollary 2. */
export function weighted(
  parts: readonly (Aggregate & { readonly cohort: number })[],
  { of, cohort }: Shares,
): Aggregate {
  const P = parts.reduce((sum, part) => sum + of(part.cohort), 0);
  const estimate = parts.reduce((sum, part) => sum + (of(part.cohort) / P) * part.estimate, 0);
  const psi = new Float64Array(cohort.length);
  const excess = new Map<number, number>(); // sum over k of cohort g of (theta_k - theta) / P
  for (const part of parts) {
    const share = of(part.cohort) / P;
    for (let i = 0; i < psi.length; i++) psi[i] = (psi[i] ?? 0) + share * (part.psi[i] ?? 0);
    excess.set(part.cohort, (excess.get(part.cohort) ?? 0) + (part.estimate - estimate) / P);
  }
  const level = [...excess].reduce((sum, [g, value]) => sum + of(g) * value, 0);
  for (const [i, g] of cohort.entries()) psi[i] = (psi[i] ?? 0) + (excess.get(g) ?? 0) - level;
  return { estimate, psi };
}

/** Mean of effects, each counting alike. */
export function plain(parts: readonly Aggregate[]): Aggregate {
  const psi = new Float64Array(parts[0]?.psi.length ?? 0);
  for (const part of parts)
    for (let i = 0; i < psi.length; i++) psi[i] = (psi[i] ?? 0) + (part.psi[i] ?? 0) / parts.length;
  return { estimate: parts.reduce((sum, { estimate }) => sum + estimate, 0) / parts.length, psi };
}

/** Effects by something all cells have, in its order. */
export interface Series {
  readonly overall: Aggregate;
  readonly by: readonly (Aggregate & { readonly at: number })[];
}

function series(
  cells: readonly Cell[],
  key: (cell: Cell) => number,
  shares: Shares,
): (Aggregate & { at: number })[] {
  const keys = [...new Set(cells.map(key))].toSorted((a, b) => a - b);
  return keys.map((at) =>
    Object.assign(
      weighted(
        cells.filter((cell) => key(cell) === at),
        shares,
      ),
      { at },
    ),
  );
}

/** By periods since the process began; those before it too, where there is no effect to find. Overall: mean over e >= 0. */
export function dynamic(cells: readonly Cell[], shares: Shares): Series {
  const by = series(cells, ({ period, cohort }) => period - cohort, shares);
  return { by, overall: plain(by.filter(({ at }) => at >= 0)) };
}

/** By period. Overall: mean over periods in which a cohort is under the process. */
export function calendar(cells: readonly Cell[], shares: Shares): Series {
  const by = series(under(cells), ({ period }) => period, shares);
  return { by, overall: plain(by) };
}

/** By cohort, the mean over its periods under the process. Overall: mean over cohorts by their shares. */
export function group(cells: readonly Cell[], shares: Shares): Series {
  const cohorts = [...new Set(under(cells).map(({ cohort }) => cohort))].toSorted((a, b) => a - b);
  const by = cohorts.map((cohort) =>
    Object.assign(plain(under(cells).filter((cell) => cell.cohort === cohort)), { at: cohort, cohort }),
  );
  return { by, overall: weighted(by, shares) };
}

/** Over all cells under the process by the shares of their cohorts. */
export function simple(cells: readonly Cell[], shares: Shares): Aggregate {
  return weighted(under(cells), shares);
}

/** Cells of periods from the process on. */
export function under(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ period, cohort }) => period >= cohort);
}
