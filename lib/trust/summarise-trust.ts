import { deltaVariance } from '../stats/delta-method.ts';
import { fromExact } from '../stats/exact-sum.ts';
import { Cells } from './cells.ts';
import { ESTIMATES_SCHEMA, type Estimates, type Input } from './estimates.ts';
import { type Quantity } from './quantity-schema.ts';
import { comparePeriods } from './period.ts';
import { quantity, unknownQuantity, unknownRepeated, withoutSeries } from './quantity.ts';
import type { Cell, SellerEstimates } from './seller-estimates.ts';
import { compare } from './sequence.ts';
import type { TrustFit } from './trust-fit.ts';

/** The estimates of a run from its fit and the parts of all sellers. The parts may split the sellers in any way, in any
 *  order: not a digit depends on it. `usable` of the input is the fit's. */
export function summariseTrust(
  fit: TrustFit,
  parts: readonly SellerEstimates[],
  input: Omit<Input, 'usable'>,
): Estimates {
  const cells = mergedCells(parts);
  const now = cells.filter(({ period }) => period === null);
  const overall = meanTrust(now, fit);
  return {
    schema: ESTIMATES_SCHEMA,
    asOf: fit.settings.asOf,
    seed: fit.settings.seed,
    codeVersion: fit.settings.codeVersion,
    level: 0.95,
    input: { ...input, usable: fit.usable },
    health: [...fit.health, published(parts)],
    trust: {
      overall,
      byRecommender: byRecommender(fit, (name) => meanTrust(of(name, now), fit)),
      change: { from: null, to: null, overall: unknownRepeated(LATER), byRecommender: {} },
      attribution: {},
      contrasts: [],
      planError: { variance: unknownQuantity(LATER), corrected: unknownQuantity(LATER) },
      stated: fit.observed.stated,
      shown: fit.observed.shown,
      inferred: overall,
      agreement: fit.observed.agreement,
      ratings: fit.observed.ratings,
      calibration: {
        slope: fit.observed.slope,
        acrossSellers: unknownQuantity(LATER),
        acrossRecommenders: unknownQuantity(LATER),
        gap: withoutSeries(meanGap(now, fit), LATER),
        byRecommender: byRecommender(fit, (name) => ({
          trust: meanTrust(of(name, now), fit),
          fidelity: fit.observed.fidelity[name] ?? unknownQuantity('no round'),
          gap: withoutSeries(meanGap(of(name, now), fit), LATER),
        })),
      },
    },
    evolution: evolution(cells, fit),
    dynamics: fit.dynamics,
    sender: fit.sender,
    theories: fit.theories,
    verdict: fit.verdict,
    processes: null,
    investments: null,
    reasons: reasons(cells),
  };
}

const LATER = 'not estimated in this version';

/** How many sellers' trust the table of sellers holds, and why not the rest. */
function published(parts: readonly SellerEstimates[]): Estimates['health'][number] {
  const withheld = new Map<string, number>();
  let rows = 0;
  for (const { sellers } of parts)
    for (const { reason } of sellers) {
      rows += 1;
      if (reason !== null) withheld.set(reason, (withheld.get(reason) ?? 0) + 1);
    }
  const missing = [...withheld.values()].reduce((sum, count) => sum + count, 0);
  const why = [...withheld]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([reason, count]) => `${count}: ${reason}`);
  const detail = `trust of ${rows - missing} of ${rows} sellers with a recommender is told one by one${why.length > 0 ? `; not that of ${why.join(', ')}` : ''}`;
  return { check: 'trust by seller', status: 2 * missing > rows ? 'warn' : 'ok', detail };
}

function mergedCells(parts: readonly SellerEstimates[]): Cell[] {
  const cells = new Cells();
  for (const part of parts) for (const cell of part.cells) cells.merge(cell);
  return cells
    .list()
    .toSorted(
      (a, b) => comparePeriods(a.period ?? '', b.period ?? '') || compare(a.recommender, b.recommender),
    );
}

const of = (name: string, cells: readonly Cell[]): Cell[] =>
  cells.filter(({ recommender }) => recommender === name);

function byRecommender<T>(fit: TrustFit, value: (name: string) => T): Record<string, T> {
  return Object.fromEntries(fit.recommenders.map((name) => [name, value(name)]));
}

/** Mean trust of these sellers. Its variance: that of each seller's trust, and that of the parameters they share.
 *      Var = sum_i P_i / n^2 + G' Sigma G      G = sum_i d m_i / d theta / n, by segment */
function meanTrust(cells: readonly Cell[], fit: TrustFit): Quantity {
  const n = cells.reduce((sum, { sellers }) => sum + sellers, 0);
  if (n === 0) return unknownQuantity('no seller whose trust can be told');
  const own = total(cells, ({ variance }) => variance) / n ** 2;
  const variance = own + sharedVariance(cells, fit, n, ({ gradient }) => gradient);
  return quantity(total(cells, ({ mean }) => mean) / n, Math.sqrt(variance), n, [0, 1]);
}

function total(cells: readonly Cell[], pick: (cell: Cell) => string): number {
  return fromExact(cells.reduce((sum, cell) => sum + BigInt(pick(cell)), 0n));
}

function sharedVariance(
  cells: readonly Cell[],
  fit: TrustFit,
  n: number,
  gradientOf: (cell: Cell) => readonly string[],
): number {
  let variance = 0;
  for (const segment of new Set(cells.map((cell) => cell.segment))) {
    const members = cells.filter((cell) => cell.segment === segment);
    const covariance = fit.segments[segment]?.covariance ?? [];
    const gradient = covariance.map((_, j) => total(members, (cell) => gradientOf(cell)[j] ?? '0') / n);
    variance += deltaVariance(gradient, covariance);
  }
  return variance;
}

/** Mean of trust minus its Bayesian benchmark: above 0 the sellers trust more than the outcomes they saw support. As
 *  uncertain as mean trust: the spread of sellers is no error, a level of trust that all of them share is. */
function meanGap(cells: readonly Cell[], fit: TrustFit): Quantity {
  const n = cells.reduce((sum, { benchmarked }) => sum + benchmarked, 0);
  if (n === 0) return unknownQuantity('no seller has seen an outcome to compare trust with');
  const own = total(cells, ({ gapVariance }) => gapVariance) / n ** 2;
  const variance = own + sharedVariance(cells, fit, n, ({ gapGradient }) => gapGradient);
  return quantity(total(cells, ({ gap }) => gap) / n, Math.sqrt(variance), n, [-1, 1]);
}

function evolution(cells: readonly Cell[], fit: TrustFit): Estimates['evolution'] {
  return cells.flatMap((cell) => {
    if (cell.period === null) return [];
    const { estimate, lower, upper, n } = meanTrust([cell], fit);
    return [{ period: cell.period, recommender: cell.recommender, sellers: n, mean: estimate, lower, upper }];
  });
}

function reasons(cells: readonly Cell[]): Record<string, string> {
  const nobody = cells.length === 0 ? { evolution: 'no seller whose trust can be told' } : {};
  return { processes: LATER, investments: LATER, ...nobody };
}
