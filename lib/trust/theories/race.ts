import { minimise, type Minimum } from '../../stats/l-bfgs.ts';
import type { Search } from './fit.ts';

const MOST_ROUNDS = 30;
/** Iterations after which the curvature is taken anew: of one search, and of several that are compared then. */
const ROUND = { one: 12, several: 6 } as const;

/** Two searches this near to each other by the better one's curvature, in log-likelihood, end at one place. */
const NEAR = 0.5;

interface Runner {
  readonly found: Minimum | null; // so far
  readonly x: ArrayLike<number>;
  readonly done: boolean;
  readonly curvature: readonly (readonly number[])[];
}

/** Minima from these starts, by L-BFGS scaled with the curvature, which is taken anew after every few steps. Those that
 *  follow a lower one to the same place, are given up on the way. */
export function race(search: Search, starts: readonly ArrayLike<number>[]): Minimum[] {
  let runners: Runner[] = starts.map((x) => ({ found: null, x, done: false, curvature: [] }));
  let given = 0; // evaluations of those given up
  for (let round = 1; round <= MOST_ROUNDS && runners.some(({ done }) => !done); round++) {
    runners = runners.map((runner) =>
      runner.done ? runner : { ...runner, curvature: search.curvatureAt(runner.x) },
    );
    const kept = runners.filter((runner) => !isFollowing(runner, runners, search));
    for (const { found } of runners) given += found?.evaluations ?? 0;
    for (const { found } of kept) given -= found?.evaluations ?? 0;
    runners = kept.map((runner) => advanced(runner, search, kept.length === 1 ? ROUND.one : ROUND.several));
  }
  const [first, ...others] = runners.flatMap(({ found }) => found ?? []);
  return first ? [{ ...first, evaluations: first.evaluations + given }, ...others] : [];
}

function advanced(runner: Runner, { objective, box, tolerance }: Search, round: number): Runner {
  if (runner.done) return runner;
  const { curvature, x, found: before } = runner;
  const found = minimise(objective, x, box, { tolerance, curvature, maxIterations: round });
  return {
    curvature,
    x: found.x,
    done: found.stopped !== 'limit' || found.iterations < round,
    found: {
      ...found,
      evaluations: found.evaluations + 1 + (before?.evaluations ?? 0),
      iterations: found.iterations + (before?.iterations ?? 0),
    },
  };
}

function isFollowing(runner: Runner, all: readonly Runner[], search: Search): boolean {
  const { found, done } = runner;
  if (!found || done) return false;
  const lower = all.filter((other) => other.found && other.found.value < found.value);
  return lower.some((other) => distance(runner.x, other.x, other.curvature) < NEAR / search.unit);
}

/** (x - y)' H (x - y) / 2. */
function distance(x: ArrayLike<number>, y: ArrayLike<number>, H: Runner['curvature']): number {
  let sum = 0;
  H.forEach((row, i) =>
    row.forEach((h, j) => {
      sum += h * ((x[i] as number) - (y[i] as number)) * ((x[j] as number) - (y[j] as number));
    }),
  );
  return sum / 2;
}
