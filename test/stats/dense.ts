import { inverseOf } from '../../lib/stats/cholesky.ts';
import { SYSTEM_WIDTH, type StateSpace } from '../../lib/stats/state-space.ts';

type Matrix = number[][];

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    (b[0] ?? []).map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0), 0)),
  );
const transposed = (a: Matrix): Matrix => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0));
const sum = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, i) => row.map((value, j) => value + (b[i]?.[j] ?? 0)));

/** The first components of all states of sequence i (one past the last step included) as one normal vector given all
 *  moves, and the log density of the moves: no filter, only the joint distribution. */
export function dense(
  space: StateSpace,
  i: number,
): { logLikelihood: number; mean: number[]; covariance: Matrix } {
  const from = space.starts[i] as number;
  const n = (space.starts[i + 1] as number) - from;
  const initial = [...space.initial] as [number, number, number, number, number];
  const means: Matrix[] = [[[initial[0]], [initial[1]]]];
  const covariances: Matrix[][] = [
    [
      [
        [initial[2], initial[3]],
        [initial[3], initial[4]],
      ],
    ],
  ];
  for (let k = 0; k < n; k++) {
    const s = [
      ...space.system.subarray(SYSTEM_WIDTH * (from + k), SYSTEM_WIDTH * (from + k + 1)),
    ] as number[];
    const [f11 = 0, f12 = 0, f21 = 0, f22 = 0, c1 = 0, c2 = 0, q11 = 0, q12 = 0, q22 = 0] = s;
    const F = [
      [f11, f12],
      [f21, f22],
    ];
    means.push(sum(product(F, means[k] ?? []), [[c1], [c2]]));
    const last = covariances[k] ?? [];
    const next = last.map((block) => product(F, block)); // Cov(x_k+1, x_j)
    next.push(
      sum(product(product(F, last[k] ?? []), transposed(F)), [
        [q11, q12],
        [q12, q22],
      ]),
    );
    covariances.push(next);
  }
  const first = (a: number, b: number): number =>
    (a >= b ? covariances[a]?.[b]?.[0]?.[0] : covariances[b]?.[a]?.[0]?.[0]) ?? 0;
  const seen = Array.from({ length: n }, (_, k) => k).filter(
    (k) => !Number.isNaN(space.observation[from + k]),
  );
  const g = (k: number): number => space.design[from + k] as number;
  const S = seen.map((a) =>
    seen.map((b) => g(a) * first(a, b) * g(b) + (a === b ? (space.noise[from + a] as number) : 0)),
  );
  const inverse = inverseOf(S) ?? [];
  const v = seen.map((k) => (space.observation[from + k] as number) - g(k) * (means[k]?.[0]?.[0] ?? 0));
  const weighted = product(
    inverse,
    v.map((value) => [value]),
  ).map(([value]) => value ?? 0);
  const quadratic = v.reduce((total, value, k) => total + value * (weighted[k] ?? 0), 0);
  const states = Array.from({ length: n + 1 }, (_, k) => k);
  const C = states.map((a) => seen.map((b) => first(a, b) * g(b)));
  const gain = product(C, inverse);
  return {
    logLikelihood: -0.5 * (seen.length * Math.log(2 * Math.PI) + logDeterminant(S) + quadratic),
    mean: states.map(
      (a) =>
        (means[a]?.[0]?.[0] ?? 0) +
        (C[a] ?? []).reduce((total, value, k) => total + value * (weighted[k] ?? 0), 0),
    ),
    covariance: states.map((a) =>
      states.map(
        (b) => first(a, b) - (gain[a] ?? []).reduce((total, value, k) => total + value * (C[b]?.[k] ?? 0), 0),
      ),
    ),
  };
}

function logDeterminant(a: Matrix): number {
  const rows = a.map((row) => [...row]);
  let result = 0;
  for (const [k, pivot] of rows.entries()) {
    result += Math.log(pivot[k] ?? 0);
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      pivot.forEach((value, j) => (row[j] = (row[j] ?? 0) - factor * value));
    }
  }
  return result;
}
