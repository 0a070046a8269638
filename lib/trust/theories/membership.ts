import type { Sequence } from '../sequence.ts';
import type { TrustFit } from '../trust-fit.ts';
import { CLASSES } from './kit.ts';
import { KITS_BY_LIKELIHOOD } from './kits.ts';
import { classLikelihoods, responsibilities } from './mixture.ts';
import { eventsBySeller } from './sellers.ts';

export interface Membership {
  readonly theory: string;
  readonly probability: number;
}

const SURE = 0.9; // below this, or with fewer decisions than this, no label is published: docs/model.md 6.12
const DECISIONS = 8;

const LABELS: Readonly<Record<string, string>> = {
  TE: 'trust-embedded',
  L0: 'credulous',
  L1: 'level-k',
  L2: 'level-k',
  BAB: 'babbling',
};

/** The type of each seller whose rounds tell it, by sellerId. */
export function memberships(sequences: readonly Sequence[], fit: TrustFit): Map<string, Membership> {
  const { mixture } = fit;
  const result = new Map<string, Membership>();
  if (!mixture) return result;
  const panel = KITS_BY_LIKELIHOOD[mixture.likelihood].panelOf(sequences, mixture);
  const signs = new Map(Object.entries(mixture.signs));
  const byClass = classLikelihoods(panel, mixture.theta, signs);
  const decisions = eventsBySeller(panel.roster);
  panel.roster.sellers.forEach((sellerId, i) => {
    if ((decisions[i] as number) < DECISIONS) return;
    const best = mostLikely(responsibilities(byClass, mixture.shares, i));
    if (best.probability >= SURE) result.set(sellerId, best);
  });
  return result;
}

/** L1 and L2 are one theory: their probabilities add up. */
function mostLikely(each: readonly number[]): Membership {
  const sums = new Map<string, number>();
  CLASSES.forEach(({ name }, c) => {
    const label = LABELS[name] ?? name;
    sums.set(label, (sums.get(label) ?? 0) + (each[c] ?? 0));
  });
  const [theory = '', probability = 0] = [...sums].reduce((a, b) => (b[1] > a[1] ? b : a));
  return { theory, probability: Math.min(1, probability) };
}
