import type { RoundRow } from '../../../lib/rounds/row.ts';
import {
  defaultSettings,
  simulatedRecommenders,
  type SimulationSettings,
} from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { median } from '../../../lib/stats/median.ts';
import { chooseScale } from '../../../lib/trust/scale.ts';
import { decisionsOf, sequencesOf } from '../../../lib/trust/sequence.ts';
import { compareTheories } from '../../../lib/trust/theories/comparison.ts';
import { settingsOf } from '../settings.ts';

/** Truths the court is tried on, and the family that is right. */
export const TRUTHS = {
  te: 'trust-embedded', // trust moves with the outcomes seen
  'te-static': 'trust-embedded',
  'level-k': 'level-k', // L1
  'level-0': 'level-k',
  babbling: 'babbling',
  hybrid: 'hybrid',
  mixture: 'mixture',
} as const;
export type PlantedTruth = keyof typeof TRUTHS;

export interface Design {
  readonly truth: PlantedTruth;
  readonly sellers: number;
  readonly rounds: number; // per seller and recommender
  readonly noiseSd: number;
  readonly recommenders: number;
}

type Verdict = ReturnType<typeof compareTheories>['verdict'];

/** The verdict on a marketplace with planted truth, gaps as in G3 of docs/model.md 6.12; directions are set. */
export function verdictOn(design: Design, seed: number): Verdict {
  const { rows, recommenders } = planted(design, seed);
  const directions = Object.fromEntries(recommenders.map(({ name, direction }) => [name, direction]));
  const settings = settingsOf({ estimator: 'kf', directions });
  const scale = chooseScale(rows, settings);
  const sequences = sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false });
  const unit = median(decisionsOf(sequences).map(({ gap }) => Math.abs(gap))) ?? 1;
  return compareTheories(sequences, { unit, referenceGap: unit }, scale, settings).verdict;
}

export function planted(
  { truth, sellers, rounds, noiseSd, recommenders }: Design,
  seed: number,
): { rows: readonly RoundRow[]; recommenders: SimulationSettings['recommenders'] } {
  const settings: SimulationSettings = {
    ...PLANS[truth],
    bias: 0.2,
    sellers,
    rounds,
    noiseSd,
    seed,
    recommenders: simulatedRecommenders(recommenders),
  };
  const { rows, sellers: minds } = simulate(settings);
  if (truth !== 'hybrid') return { rows, recommenders: settings.recommenders };
  const signs = new Map(
    settings.recommenders.map(({ name, direction }) => [name, direction === 'up' ? 1 : -1]),
  );
  const discounted = rows.map((row, i) => {
    const { trust } = minds[Math.floor(i / rounds)] ?? { trust: 0 };
    const discount = (trust ?? 0) * (signs.get(row.recommender) ?? 1) * settings.delta;
    return Object.assign({}, row, { chosen: (row.chosen ?? 1) * Math.exp(-discount) });
  });
  return { rows: discounted, recommenders: settings.recommenders };
}

/** Trust that stays as it began. */
const STILL = { gain: 0, loss: 0, driftSd: 0, initialSd: 0.15, clipped: false };
const SHARES = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };

const PLANS: Readonly<Record<PlantedTruth, SimulationSettings>> = {
  te: defaultSettings('trust-embedded'),
  'te-static': { ...defaultSettings('trust-embedded'), ...STILL },
  'level-k': defaultSettings('level-k'),
  'level-0': { ...defaultSettings('level-k'), shares: { ...SHARES, L0: 1 } },
  babbling: defaultSettings('babbling'),
  hybrid: { ...defaultSettings('trust-embedded'), ...STILL },
  mixture: defaultSettings('mixture'),
};
