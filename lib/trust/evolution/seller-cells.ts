import { benchmarkNow } from '../calibration.ts';
import type { Cells, Term } from '../cells.ts';
import { compare } from '../sequence.ts';
import type { TrustFit } from '../trust-fit.ts';
import { hasMotion } from './motion.ts';
import { attributionTerms, changeTerm, levelTerm, type SequencePath } from './seller-change.ts';
import { addSince } from './since-cells.ts';
import { lastDecisions, within, type Window } from './window.ts';

/** Whose window a change is taken over: all recommenders', so that their sum can be told, or the recommender's own. */
export const SCOPES = ['all', 'own'] as const;

/** Adds what one sequence has to say to the sums over sellers. */
export function addSequence(cells: Cells, of: SequencePath, fit: TrustFit): void {
  const { recommender } = of.sequence;
  const now = levelTerm(of, of.path.mean.length - 1);
  cells.add('now', [recommender], { trust: now });
  const benchmark = benchmarkNow(of.sequence, fit);
  // the benchmark is known: the gap is as uncertain as trust
  if (benchmark !== null)
    cells.add('gap', [recommender], {
      gap: { ...now, value: now.value - benchmark },
      deserved: { value: benchmark, variance: 0, gradients: [] },
    });
  for (const [period, k] of lastDecisions(of.sequence))
    cells.add('period', [recommender, period], { trust: levelTerm(of, k) });
  const motion = hasMotion(fit, of.segment);
  const { all, byRecommender } = fit.windows;
  const own = new Map(Object.entries(byRecommender)).get(recommender) ?? null;
  for (const [scope, window] of [
    [SCOPES[0], all],
    [SCOPES[1], own],
  ] as const)
    if (window) addChange(cells, of, { scope, window, motion });
  addSince(cells, of, fit);
}

interface Comparison {
  readonly scope: (typeof SCOPES)[number];
  readonly window: Window;
  readonly motion: boolean;
}

/** The change of a seller who decided in both spans; the trust then of one who no longer decides in the second. */
function addChange(cells: Cells, of: SequencePath, { scope, window, motion }: Comparison): void {
  const found = within(of.sequence, window);
  if (!found) return;
  const { step: from, stayed } = found;
  const key = [scope, of.sequence.recommender];
  const start = levelTerm(of, from);
  if (!stayed) return cells.add('exit', key, { start });
  const change = changeTerm(of, from);
  cells.add('change', key, {
    start,
    change,
    free: { value: motion && isFree(of, from) ? 1 : 0, variance: 0, gradients: [] },
    ...(scope === 'own' && motion ? attributionTerms(of, from, change) : {}),
  });
}

/** An outcome was seen since: without one her trust stands still by assumption. */
function isFree({ sequence }: SequencePath, from: number): boolean {
  return sequence.steps.some(({ fidelity }, k) => k >= from && fidelity !== null);
}

/** Trust of one seller in one recommender, now. */
export interface Held {
  readonly recommender: string;
  readonly trust: Term;
}

/** Adds the differences in trust between the recommenders of one seller: first minus second, in the order of names. What
 *  a seller is sure of in one is independent of the other, given the parameters. */
export function addContrasts(cells: Cells, held: readonly Held[]): void {
  const sorted = held.toSorted((a, b) => compare(a.recommender, b.recommender));
  sorted.forEach((first, i) => {
    for (const second of sorted.slice(i + 1))
      cells.add('contrast', [first.recommender, second.recommender], {
        difference: difference(first.trust, second.trust),
      });
  });
}

function difference(first: Term, second: Term): Term {
  const minus = second.gradients.map(({ segment, values }) => ({
    segment,
    values: values.map((value) => -value),
  }));
  return {
    value: first.value - second.value,
    variance: first.variance + second.variance,
    gradients: [...first.gradients, ...minus],
  };
}
