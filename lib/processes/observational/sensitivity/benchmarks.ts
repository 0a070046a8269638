import { withoutColumn } from '../../../stats/covariates.ts';
import { fitDml } from '../dml.ts';
import type { DmlFit, DmlModel } from '../dml.ts';
import type { DmlSettings, ObservationalStudy } from '../study.ts';
import { mean } from '../partially-linear.ts';

/** What an observed covariate would do, were it the one left out: a yardstick for what may have been. */
export interface Benchmark {
  readonly name: string;
  readonly cfY: number; // share of the outcome's remainder it explains
  readonly cfD: number; // share of the variance of the exposure's weights it adds
  readonly rho: number; // how far the two go together, -1 to 1
  readonly change: number; // of the estimate, without it
}

/** Leaves out each covariate in turn, with the same folds:
 *      cfY = (s_short - s_long) / s_long      cfD = (v_long - v_short) / v_short      s = sigma^2, v = nu^2
 *      rho = (theta_short - theta_long) / sqrt((s_short - s_long)(v_long - v_short))
 *  Chernozhukov et al. (2022), section 6; a covariate that explains nothing has 0.
 *  @throws RangeError as `fitDml` */
export function benchmarks(
  study: ObservationalStudy,
  long: DmlFit,
  given: Partial<DmlSettings> = {},
): Benchmark[] {
  return Array.from({ length: study.covariates.columns }, (_, j) => j).flatMap((j) => {
    const without = { ...study, covariates: withoutColumn(study.covariates, j) };
    const short = fitDml(without, long.model satisfies DmlModel, given);
    return short.kind === 'refused' ? [] : [compared(study.names?.[j] ?? `covariate ${j + 1}`, long, short)];
  });
}

function compared(name: string, long: DmlFit, short: DmlFit): Benchmark {
  const [s, S] = [part(long, 'sigma2'), part(short, 'sigma2')];
  const [v, V] = [part(long, 'nu2'), part(short, 'nu2')];
  const [ofOutcome, ofWeights] = [Math.max(0, S - s), Math.max(0, v - V)];
  const change = short.estimate - long.estimate;
  const reach = Math.sqrt(ofOutcome * ofWeights);
  const rho = reach > 0 ? Math.max(-1, Math.min(1, change / reach)) : 0;
  return { name, cfY: ofOutcome / s, cfD: ofWeights / V, rho, change };
}

function part({ splits }: DmlFit, name: 'sigma2' | 'nu2'): number {
  return mean(Float64Array.from(splits, (split) => split[name]));
}
