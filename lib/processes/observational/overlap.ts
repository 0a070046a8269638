import type { Objection } from '../groups.ts';
import { FEWEST_CLUSTERS } from '../refusal.ts';
import type { Diagnostics } from '../effect.ts';
import { bySeller } from './split.ts';
import type { Prepared } from './study.ts';

/** How far those with the process and those without are comparable, from uncut propensities. */
export interface Overlap {
  readonly trim: number;
  readonly trimmedShare: number; // rows whose propensity was cut
  readonly unexplainedShare: number; // E[(D - m)^2] / Var(D)
  readonly sellersTreated: number; // effective, sum(a)^2 / sum(a^2) of the weights a = 1/m of sellers
  readonly sellersComparison: number; // a = 1 / (1 - m)
  readonly treated: readonly number[]; // quantiles PROPENSITY_QUANTILES of the propensity
  readonly comparison: readonly number[];
}

export const PROPENSITY_QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** Who is treated follows from what is known of them where less than this share of the exposure is left unexplained. */
const LEAST_UNEXPLAINED = 0.05;
/** With more rows than this beyond the cut, the cut decides the estimate. Decision 0078. */
const MOST_TRIMMED = 0.2;

export function overlapOf(data: Prepared, uncut: Float64Array, trim: number): Overlap {
  const { exposure: D, n } = data;
  const cut = uncut.map((p) => Math.min(1 - trim, Math.max(trim, p)));
  const of = (arm: number): Float64Array => uncut.filter((_, i) => D[i] === arm).sort();
  const share = D.reduce((sum, value) => sum + value, 0) / n;
  const residual = D.reduce((sum, value, i) => sum + (value - (uncut[i] as number)) ** 2, 0) / n;
  return {
    trim,
    trimmedShare: uncut.filter((p, i) => p !== cut[i]).length / n,
    unexplainedShare: residual / (share * (1 - share)),
    sellersTreated: effective(
      data,
      D.map((value, i) => value / (cut[i] as number)),
    ),
    sellersComparison: effective(
      data,
      D.map((value, i) => (1 - value) / (1 - (cut[i] as number))),
    ),
    treated: PROPENSITY_QUANTILES.map((q) => quantile(of(1), q)),
    comparison: PROPENSITY_QUANTILES.map((q) => quantile(of(0), q)),
  };
}

/** Kish's effective number of sellers. */
function effective({ cluster, sellers }: Prepared, weights: Float64Array): number {
  const sums = bySeller(cluster, sellers.length, weights);
  const total = sums.reduce((sum, value) => sum + value, 0);
  return total ** 2 / sums.reduce((sum, value) => sum + value * value, 0);
}

export function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? low) - low);
}

/** The same of a dose: what the covariates leave unexplained of it. */
export function doseWithoutOverlap({ exposure }: Prepared, v: Float64Array): Objection | undefined {
  const share = variance(v) / variance(exposure);
  return share >= LEAST_UNEXPLAINED
    ? undefined
    : noOverlap(`all but ${percent(share)} of the dose follows from the covariates`);
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

export function withoutOverlap(overlap: Overlap): Objection | undefined {
  const { unexplainedShare, trimmedShare, sellersTreated, sellersComparison, trim } = overlap;
  if (!(unexplainedShare >= LEAST_UNEXPLAINED))
    return noOverlap(
      `all but ${percent(Math.max(0, unexplainedShare))} of who met the process follows from the covariates`,
    );
  if (trimmedShare > MOST_TRIMMED)
    return noOverlap(`${percent(trimmedShare)} of rows have a propensity outside ${trim} to ${1 - trim}`);
  if (Math.min(sellersTreated, sellersComparison) < FEWEST_CLUSTERS)
    return noOverlap(
      `the weights leave the worth of ${sellersTreated.toFixed(1)} sellers with the process and ${sellersComparison.toFixed(1)} without`,
    );
  return undefined;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const noOverlap = (detail: string): Objection => ({ reason: 'no overlap', detail });

export function overlapDiagnostics(overlap: Overlap): Diagnostics {
  const { treated, comparison, ...figures } = overlap;
  const quantiles = [...named('treated', treated), ...named('comparison', comparison)];
  return { ...figures, ...Object.fromEntries(quantiles) };
}

function named(group: string, values: readonly number[]): [string, number][] {
  return PROPENSITY_QUANTILES.map((q, k) => [
    `propensity ${group} q${Math.round(100 * q)}`,
    values[k] ?? Number.NaN,
  ]);
}
