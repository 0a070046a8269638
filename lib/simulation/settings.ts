import type { Behaviour } from './behaviour.ts';
import type { Buttons } from './buttons.ts';
import { UNDISTURBED, type Conditions, type PlantedProcess } from './conditions.ts';

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

export interface SimulationSettings extends Behaviour, Conditions {
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
  readonly buttons: Buttons | null; // null: every value is typed
  readonly processes: readonly PlantedProcess[];
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

/** Recovery designs of docs/model.md 6.12: G1 (dynamics; babbling too), G3 (types; the same for one level), and with `buttons` G2 for
 *  trust-embedded sellers. Other sellers with buttons keep the noise of G2 only. */
export function defaultSettings(theory: SimulatedTheory, buttons = false): SimulationSettings {
  const types = theory === 'mixture' || theory === 'level-k';
  const typed: SimulationSettings = {
    ...UNDISTURBED,
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
    gapSlope: 0,
    referenceGap: 0.3,
    delta: 0.2,
    clipped: !buttons,
    bias: types ? 0.2 : 0,
    outcomeSd: 0.5,
    planSd: 0.4,
    recommendationSd: 0.3,
    buttons: buttons ? { weightNoiseSd: 0.2, lapse: 0.05 } : null,
    processes: [],
  };
  if (!buttons) return typed;
  return theory === 'trust-embedded' ? { ...typed, ...G2 } : { ...typed, noiseSd: G2.noiseSd };
}

const G2 = {
  sellers: 300,
  rounds: 14,
  initialSd: 0.3,
  gain: 0.05,
  loss: 0.15,
  driftSd: 0,
  noiseSd: 0.05,
  gapSlope: 0.2,
} as const;

const NOBODY: Readonly<Record<Class, number>> = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };
const SHARES: Readonly<Record<SimulatedTheory, Readonly<Record<Class, number>>>> = {
  'trust-embedded': { ...NOBODY, TE: 1 },
  'level-k': { ...NOBODY, L1: 1 },
  babbling: { ...NOBODY, BAB: 1 },
  mixture: { TE: 0.5, L0: 0.1, L1: 0.15, L2: 0.05, BAB: 0.2 },
};
