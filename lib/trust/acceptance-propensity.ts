import { strengthsThroughTime, type Contest, type Gaussian } from '../stats/contests-through-time.ts';
import { compare } from './sequence.ts';

/** A recommendation that was accepted or declined, where the seller's own plan is not known. */
export interface Answer {
  readonly sellerId: string;
  readonly recommender: string;
  readonly day: number; // when, in days
  readonly accepted: boolean;
}

export interface PropensitySettings {
  readonly seller: Gaussian; // theta before a seller's first answer
  readonly recommender: Gaussian; // c, how hard a recommender is to accept
  readonly driftPerDay: number; // gamma^2: variance theta gains in a day
}

export const PROPENSITY_DEFAULTS: PropensitySettings = {
  seller: { mean: 0, variance: 1 },
  recommender: { mean: 0, variance: 1 },
  driftPerDay: 0.001,
};

/** Acceptance propensity: relative, without a unit, and never to be shown as a trust factor. */
export interface Propensity {
  readonly sellers: readonly {
    readonly sellerId: string;
    readonly answers: readonly { readonly day: number; readonly propensity: Gaussian }[];
  }[];
  readonly recommenders: readonly { readonly recommender: string; readonly difficulty: Gaussian }[];
}

/** The fallback of docs/model.md 6.10, for rounds without a prior plan: an answer is a contest of the seller's propensity
 *  with the recommender's difficulty,
 *      accepted if theta_it + N(0,1) > c + N(0,1)      theta drifts by gamma^2 a day, c stands still
 *  smoothed over all answers. Its scale is relative: not comparable with alpha.
 *  @throws RangeError unless the drift is not negative */
export function acceptancePropensity(
  answers: readonly Answer[],
  settings: PropensitySettings = PROPENSITY_DEFAULTS,
): Propensity {
  if (!(settings.driftPerDay >= 0)) throw new RangeError('acceptancePropensity requires driftPerDay >= 0');
  const ordered = answers.toSorted(
    (a, b) => a.day - b.day || compare(a.sellerId, b.sellerId) || compare(a.recommender, b.recommender),
  );
  const names = (of: (answer: Answer) => string): string[] => [...new Set(ordered.map(of))].toSorted(compare);
  const sellers = names(({ sellerId }) => sellerId);
  const recommenders = names(({ recommender }) => recommender);
  const priors = [...sellers.map(() => settings.seller), ...recommenders.map(() => settings.recommender)];
  const strengths = strengthsThroughTime(contestsOf(ordered, sellers, recommenders, settings), priors, 1);
  const paths = new Map(sellers.map((sellerId) => [sellerId, [] as { day: number; propensity: Gaussian }[]]));
  const difficulties = new Map(recommenders.map((recommender) => [recommender, settings.recommender]));
  ordered.forEach(({ sellerId, recommender, day, accepted }, n) => {
    const found = strengths[n];
    if (!found) return;
    paths.get(sellerId)?.push({ day, propensity: accepted ? found.winner : found.loser });
    difficulties.set(recommender, accepted ? found.loser : found.winner);
  });
  return {
    sellers: [...paths].map(([sellerId, path]) => ({ sellerId, answers: path })),
    recommenders: [...difficulties].map(([recommender, difficulty]) => ({ recommender, difficulty })),
  };
}

function contestsOf(
  ordered: readonly Answer[],
  sellers: readonly string[],
  recommenders: readonly string[],
  { driftPerDay }: PropensitySettings,
): Contest[] {
  const sellerAt = new Map(sellers.map((sellerId, player) => [sellerId, player]));
  const recommenderAt = new Map(recommenders.map((name, n) => [name, sellers.length + n]));
  const last = new Map<string, number>();
  return ordered.map(({ sellerId, recommender, day, accepted }): Contest => {
    const idle = day - (last.get(sellerId) ?? day);
    last.set(sellerId, day);
    const seller = { player: sellerAt.get(sellerId) ?? -1, drift: driftPerDay * idle };
    const rival = { player: recommenderAt.get(recommender) ?? -1, drift: 0 };
    return accepted ? { winner: seller, loser: rival } : { winner: rival, loser: seller };
  });
}
