import type { TrustEstimator } from '../estimator.ts';
import type { Kit } from './kit.ts';
import { eventKit } from './events/event-kit.ts';
import { moveKit } from './moves/move-kit.ts';

/** The likelihood theories are compared in, by the estimator of the analysis. */
export const KITS: Readonly<Record<TrustEstimator['name'], Kit>> = {
  kf: moveKit,
  qd: eventKit,
  'qd-adf': eventKit,
};

export const KITS_BY_LIKELIHOOD: Readonly<Record<Kit['likelihood'], Kit>> = {
  moves: KITS.kf,
  events: KITS.qd,
};
