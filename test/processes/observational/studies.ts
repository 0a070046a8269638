import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { covariatesOf } from '../../../lib/stats/covariates.ts';
import { normalQuantile } from '../../../lib/stats/normal.ts';
import { outcomeOf } from '../../../lib/processes/outcomes/outcome.ts';
import type { ObservationalStudy } from '../../../lib/processes/observational/study.ts';

export function random(seed: number): { uniform: () => number; normal: () => number } {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator) || 2 ** -54;
  return { uniform, normal: () => normalQuantile(uniform()) };
}

export interface Design {
  readonly sellers: number;
  readonly rowsEach: number;
  readonly effect: (x: readonly number[]) => number;
  readonly selection: number; // how strongly x_1 and x_2 move who meets the process
  readonly hidden: number; // the same of a confounder nobody observed
  readonly seed: number;
  readonly trust?: boolean; // moves on gaps instead of a mean
}

const DESIGN: Design = { sellers: 400, rowsEach: 2, effect: () => 0.3, selection: 1, hidden: 0, seed: 1 };

/** A marketplace in which sellers choose the process: x_1 to x_4 and a seller's own level move the outcome,
 *      y = tau(x) D + x_1 + x_2 / 2 + h u + a_seller + e      P(D = 1) = 1 / (1 + exp(-s (x_1 + x_2) / 2 - h u))
 *  one exposure a seller, u not observed. With `trust`, y is the weight given to a gap. */
export function chosenProcess(overrides: Partial<Design> = {}): ObservationalStudy {
  const { sellers, rowsEach, effect, selection, hidden, seed, trust } = { ...DESIGN, ...overrides };
  const { uniform, normal } = random(seed);
  const columns = {
    y: [] as number[],
    gap: [] as number[],
    D: [] as number[],
    cluster: [] as number[],
    x: [] as number[][],
  };
  for (let seller = 0; seller < sellers; seller++) {
    const x = [normal(), normal(), normal(), normal()];
    const [x1 = 0, x2 = 0] = x;
    const u = normal();
    const own = 0.5 * normal();
    const D = uniform() < 1 / (1 + Math.exp((-selection * (x1 + x2)) / 2 - hidden * u)) ? 1 : 0;
    for (let row = 0; row < rowsEach; row++) {
      const level = effect(x) * D + x1 + x2 / 2 + hidden * u + own;
      const gap = trust ? normal() : 1;
      columns.y.push(level * gap + normal());
      columns.gap.push(gap);
      columns.D.push(D);
      columns.cluster.push(seller);
      columns.x.push(x);
    }
  }
  return {
    process: 'reasons shown',
    outcome: outcomeOf(trust ? 'trust' : 'result', {
      y: Float64Array.from(columns.y),
      bases: [Float64Array.from(columns.gap)],
      cluster: Int32Array.from(columns.cluster),
      sellers: Array.from({ length: sellers }, (_, k) => `seller ${k}`),
    }),
    exposure: Float64Array.from(columns.D),
    covariates: covariatesOf(columns.x),
    names: ['x1', 'x2', 'x3', 'x4'],
  };
}

/** Difference of the two means, which takes no account of who chose. */
export function naiveDifference({ outcome: { y }, exposure }: ObservationalStudy): number {
  const meanOf = (arm: number): number => {
    const values = y.filter((_, i) => exposure[i] === arm);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return meanOf(1) - meanOf(0);
}
