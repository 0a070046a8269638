import { normalCdf } from '../../stats/normal.ts';
import type { Belief } from './belief.ts';

/** What an experiment on value j would be worth before choosing. */
export interface Information {
  /** Expected gain from choosing after the experiment instead of now, in the unit of the values. */
  readonly value: number;
  /** Standard deviation of where the mean will stand after the experiment. */
  readonly moves: number;
}

/** Expected value of sample information about one of several values (Raiffa & Schlaifer 1961, 5.5):
 *      s~ = var_j / sqrt(var_j + v)        v: sampling variance of the experiment's estimate
 *      m  = max(0, means of the others)    z = |mean_j - m| / s~
 *      EVSI = s~ (phi(z) - z (1 - Phi(z)))
 *  @param sampling variance of the experiment's estimate, > 0, in the unit of the values squared
 *  @throws RangeError unless j is one of the values and sampling is positive */
export function informationFrom(values: readonly Belief[], j: number, sampling: number): Information {
  const own = values[j];
  if (own === undefined || !(sampling > 0))
    throw new RangeError('informationFrom requires one of the values and a positive sampling variance');
  const moves = own.variance / Math.sqrt(own.variance + sampling);
  if (moves === 0) return { value: 0, moves };
  const other = Math.max(0, ...values.filter((_, i) => i !== j).map(({ mean }) => mean));
  const z = Math.abs(own.mean - other) / moves;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return { value: Math.max(0, moves * (density - z * normalCdf(-z))), moves };
}
