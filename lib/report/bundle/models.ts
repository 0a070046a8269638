import type { Estimates } from '../../trust/estimates.ts';

/** The models by name, version and what stands in docs/model.md or docs/processes.md. A published version never changes;
 *  what a program computes beside that is named by its code version. */
export const MODELS = {
  'law 5.3': {
    version: 1,
    meaning: 'α′ = α + gain max(r, 0) (1 - α) - loss max(-r, 0) α + η: asymmetric (model.md 5.3)',
  },
  'law 5.5': {
    version: 1,
    meaning:
      'α′ = (1 - phi) mu + phi α + gain max(r, 0) - loss max(-r, 0) + b D + η: mean-reverting (model.md 5.5)',
  },
  kf: { version: 1, meaning: 'exact Kalman filter and smoother (model.md 6.4)' },
  qd: { version: 1, meaning: 'friction likelihood, initial trust integrated out (model.md 6.5)' },
  'qd-adf': {
    version: 1,
    meaning: 'friction likelihood, assumed-density filter and smoother (model.md 6.5)',
  },
  ratings: { version: 1, meaning: 'ordered probit of the trust item on inferred trust (model.md 3.1)' },
  benchmark: { version: 1, meaning: 'αB = Vp / (Vp + Vm) (model.md 4)' },
  theories: {
    version: 1,
    meaning: 'theories of moves and of events, compared by sellers (model.md 6.7, 6.8)',
  },
  processes: { version: 1, meaning: 'one estimator a design, the others beside it (processes.md)' },
  investments: { version: 1, meaning: 'effects drawn towards none before they are compared (processes.md)' },
} as const satisfies Record<string, { version: number; meaning: string }>;

export type ModelName = keyof typeof MODELS;

/** Those that the numbers came from: name to version. */
export function modelsOf(estimates: Estimates): Record<string, number> {
  const { dynamics, trust, theories, processes, investments } = estimates;
  const used: ModelName[] = [
    ...dynamics.flatMap(({ law, estimator }) => [`law ${law}` as const, estimator]),
    ...(trust.ratings.slope.estimate === null ? [] : (['ratings'] as const)),
    ...(trust.calibration.gap.estimate === null ? [] : (['benchmark'] as const)),
    ...(theories.length === 0 ? [] : (['theories'] as const)),
    ...(processes.length === 0 ? [] : (['processes'] as const)),
    ...(investments.length === 0 ? [] : (['investments'] as const)),
  ];
  return Object.fromEntries([...new Set(used)].sort().map((name) => [name, MODELS[name].version]));
}
