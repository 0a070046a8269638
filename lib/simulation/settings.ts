import type { Behaviour } from './behaviour.ts';

export const SIMULATED_THEORIES = ['trust-embedded', 'level-k', 'babbling', 'mixture'] as const;
export type SimulatedTheory = (typeof SIMULATED_THEORIES)[number];

/** Classes of sellers in a mixture: trust-embedded, level-k by k, babbling. */
export const CLASSES = ['TE', 'L0', 'L1', 'L2', 'BAB'] as const;
export type Class = (typeof CLASSES)[number];

/** One source of recommendations in a simulated marketplace. */
export interface SimulatedRecommender {
  readonly name: string;
  readonly direction: 'up' | 'down'; // where the marketplace gains
  readonly level: number; // typical value in `unit`
  readonly unit: string;
}

export interface SimulationSettings extends Behaviour {
  readonly theory: SimulatedTheory;
  readonly sellers: number;
  readonly rounds: number; // per seller and recommender
  readonly seed: number;
  readonly recommenders: readonly SimulatedRecommender[];
  readonly shares: Readonly<Record<Class, number>>; // of sellers; they add up to 1
  /** Log points by which recommendations lean where the marketplace gains. */
  readonly bias: number;
  readonly outcomeSd: number; // spread of what turns out right
  readonly planSd: number; // error of the seller's own plan
  readonly recommendationSd: number; // error of the recommendation
  readonly seenShare: number; // share of outcomes the seller gets to see
}

const NAMES: readonly SimulatedRecommender[] = [
  { name: 'replenishment', direction: 'up', level: 240, unit: 'units' },
  { name: 'pricing', direction: 'down', level: 24, unit: 'USD' },
  { name: 'advertising', direction: 'up', level: 180, unit: 'USD' },
  { name: 'delivery', direction: 'down', level: 5, unit: 'days' },
];

/** The first `count` recommenders of a simulated marketplace. */
export function simulatedRecommenders(count: number): readonly SimulatedRecommender[] {
  return Array.from({ length: count }, (_, index) => {
    const named = NAMES[index % NAMES.length] ?? {
      name: 'recommender',
      direction: 'up',
      level: 100,
      unit: 'units',
    };
    return index < NAMES.length
      ? named
      : { ...named, name: `${named.name}-${Math.floor(index / NAMES.length) + 1}` };
  });
}

/** Recovery designs G1 (dynamics, babbling) and G3 (types, and the same for one level) of models.md 6.12. */
export function defaultSettings(theory: SimulatedTheory): SimulationSettings {
  const types = theory === 'mixture' || theory === 'level-k';
  return {
    theory,
    sellers: 200,
    rounds: 20,
    seed: 1,
    recommenders: simulatedRecommenders(1),
    shares: SHARES[theory],
    initialMean: 0.5,
    initialSd: types ? 0.15 : 0.2,
    gain: types ? 0 : 0.1,
    loss: types ? 0 : 0.2,
    driftSd: types ? 0 : 0.03,
    noiseSd: 0.1,
    delta: 0.2,
    bias: types ? 0.2 : 0,
    outcomeSd: 0.5,
    planSd: 0.4,
    recommendationSd: 0.3,
    seenShare: 1,
  };
}

const NOBODY: Readonly<Record<Class, number>> = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };
const SHARES: Readonly<Record<SimulatedTheory, Readonly<Record<Class, number>>>> = {
  'trust-embedded': { ...NOBODY, TE: 1 },
  'level-k': { ...NOBODY, L1: 1 },
  babbling: { ...NOBODY, BAB: 1 },
  mixture: { TE: 0.5, L0: 0.1, L1: 0.15, L2: 0.05, BAB: 0.2 },
};
