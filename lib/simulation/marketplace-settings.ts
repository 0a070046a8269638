import type { Instant } from '../domain/instant.ts';
import type { Behaviour } from './behaviour.ts';

export interface MarketplaceSettings {
  readonly tenant: string;
  readonly sellers: number;
  readonly recommenders: readonly string[];
  readonly weeks: number; // the last of them is still open: nothing has happened in it but the asking
  readonly now: Instant;
  readonly seed: number;
  /** Whether the marketplace runs experiments on its sellers (`plantedProcesses`). */
  readonly experiments?: boolean;
}

/** How good one recommender is, and how far its recommendations lean (log points, towards the marketplace's gain). */
export interface Quality {
  readonly direction: 'up' | 'down';
  readonly unit: string;
  readonly decimals: number; // how the marketplace rounds: units whole, money to cents
  readonly lowest: number; // typical values lie between lowest and highest
  readonly highest: number;
  readonly recommendationSd: number;
  readonly bias: number;
  readonly initialMean: number; // trust the sellers begin with
  readonly truthfulShare: number; // of recommendations that say what the marketplace expects
  readonly margin: number | null; // what the marketplace earns, money per unit; null: not logged
}

/** Replenishment starts little trusted and is good; pricing starts well trusted, is mediocre and leans. */
const QUALITIES: Readonly<Record<string, Quality>> = {
  replenishment: {
    direction: 'up',
    unit: 'units',
    decimals: 0,
    lowest: 300,
    highest: 1200,
    recommendationSd: 0.2,
    bias: 0.05,
    initialMean: 0.42,
    truthfulShare: 0.6,
    margin: 2.4,
  },
  pricing: {
    direction: 'down',
    unit: 'USD',
    decimals: 2,
    lowest: 12,
    highest: 90,
    recommendationSd: 0.45,
    bias: 0.25,
    initialMean: 0.62,
    truthfulShare: 0.25,
    margin: null,
  },
};

const ANY: Quality = {
  direction: 'up',
  unit: 'USD',
  decimals: 2,
  lowest: 50,
  highest: 400,
  recommendationSd: 0.3,
  bias: 0,
  initialMean: 0.5,
  truthfulShare: 1,
  margin: null,
};

export function qualityOf(recommender: string): Quality {
  return QUALITIES[recommender] ?? ANY;
}

/** The planted law of motion, the same for every recommender but for the trust it begins with. */
export const MARKETPLACE_BEHAVIOUR: Behaviour = {
  initialMean: 0.5,
  initialSd: 0.15,
  gain: 0.12,
  loss: 0.24,
  driftSd: 0.03,
  noiseSd: 0.1,
  gapSlope: 0,
  referenceGap: 0.3,
  delta: 0,
  clipped: true,
};

export const OUTCOME_SD = 0.35; // how far what turns out right strays from the usual, log points
export const JITTER_SD = 0.07; // of the random shift every recommendation carries, log points
/** Plans asked for a second time, and how far the second differs from the first, log points. */
export const PLAN_REPEATED = 0.1;
export const REPEAT_SD = 0.04;
export const PLAN_SD = 0.4; // error of the sellers' own plans, log points
/** Shares of what happens to a closed round. */
export const NEVER_OPENED = 0.08; // response `none`
export const ACTION_UNKNOWN = 0.05; // the marketplace did not observe what the seller did
export const OUTCOME_UNKNOWN = 0.04;
export const OUTCOME_SHOWN = 0.85; // of the known ones
export const REASONS_SHOWN = 0.9;
