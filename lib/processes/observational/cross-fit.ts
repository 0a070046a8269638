import { foldOf } from '../../stats/fold.ts';
import type { CrossFitter, CrossFitTask } from '../../stats/learner.ts';
import type { DmlSettings, Prepared } from './study.ts';

/** The folds of rows, whole sellers: by the hash of seed, repeat and seller, so adding a seller moves no other. */
export function sellerFolds(
  { cluster, sellers }: Prepared,
  settings: DmlSettings,
  repeat: number,
): Uint8Array {
  const ofSeller = sellers.map((seller) => foldOf(`${settings.seed}/${repeat}/${seller}`, settings.folds));
  return Uint8Array.from(cluster, (seller) => ofSeller[seller] ?? 0);
}

/** Cross-fitted predictions of one repeat. */
export interface Nuisance {
  readonly folds: Uint8Array;
  mean(y: Float64Array, learnFrom?: (row: number) => boolean): Float64Array;
  probability(y: Float64Array): Float64Array;
}

export function nuisance(data: Prepared, fit: CrossFitter, folds: Uint8Array, count: number): Nuisance {
  const ofSeller = data.sellers.map((seller) => foldOf(`tenth/${seller}`, 10));
  const tenth = Uint8Array.from(data.cluster, (seller) => ofSeller[seller] ?? 0);
  const rows = data.weighted ? { tenth, weights: data.weights } : { tenth };
  const task = (y: Float64Array, kind: CrossFitTask['kind']): CrossFitTask => ({
    y,
    kind,
    folds,
    count,
    ...rows,
  });
  return {
    folds,
    mean: (y, learnFrom) =>
      fit({
        ...task(y, 'mean'),
        ...(learnFrom && { learnFrom: Uint8Array.from(y, (_, i) => (learnFrom(i) ? 1 : 0)) }),
      }),
    probability: (y) => fit(task(y, 'probability')),
  };
}

/** Whether every part learnt from has rows with the process and without it. */
export function foldsHaveBoth({ exposure }: Prepared, folds: Uint8Array, count: number): boolean {
  return Array.from({ length: count }, (_, fold) => fold).every((fold) => {
    const kept = exposure.filter((_, i) => folds[i] !== fold);
    return kept.some((D) => D !== kept[0]);
  });
}
