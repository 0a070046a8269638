import type * as z from 'zod/mini';
import { normalQuantile } from '../../stats/normal.ts';
import { bic, vuong } from '../../stats/vuong.ts';
import type { verdictSchema } from '../estimates.ts';
import type { Candidate, TheoryName } from './candidate.ts';
import { addsNothing, nests, type NestingContext } from './nesting.ts';

export type Verdict = z.infer<typeof verdictSchema>;
type Family = Exclude<Verdict['preferred'], 'cannot tell'>;

const BIC_GAP = 10;
const HELD_OUT_ERRORS = 2; // standard errors

/** Rivals are families of theories: docs/model.md 6.8. */
const FAMILIES: Readonly<Record<TheoryName, Family>> = {
  'trust-embedded': 'trust-embedded',
  'trust-embedded-dynamic': 'trust-embedded',
  'level-k': 'level-k',
  credulous: 'level-k',
  babbling: 'babbling',
  hybrid: 'hybrid',
  'fixed-discount': 'fixed-discount',
  mixture: 'mixture',
};

/** The preferred family is the one that beats every other; mostly none does, and that is an ordinary answer. `guard`: why
 *  the data cannot tell theories apart at all. */
export function verdictOf(
  candidates: readonly Candidate[],
  context: NestingContext,
  guard: string | null,
): Verdict {
  const headline = headlineOf(candidates, context);
  if (guard !== null) return { preferred: 'cannot tell', ...headline, reason: guard };
  const rivals = rivalsOf(candidates, context);
  const duels = rivals.map(([family, own]) => ({
    family,
    candidate: own,
    unbeaten: rivals
      .filter(([other, theirs]) => other !== family && !beats(own, theirs, context))
      .map(([other]) => other),
  }));
  const winner = duels.find(({ unbeaten }) => unbeaten.length === 0);
  if (winner) {
    const beaten = rivals.map(([family]) => family).filter((family) => family !== winner.family);
    const reason = `${winner.family} beats ${beaten.join(', ')}: by BIC over sellers and the score of held-out sellers, or because what they add is negligible`;
    return { preferred: winner.family, ...headline, reason };
  }
  const best = duels.toSorted(
    (a, b) =>
      a.unbeaten.length - b.unbeaten.length || bicOf(a.candidate, context) - bicOf(b.candidate, context),
  )[0];
  const reason = best
    ? `closest is ${best.family}, which does not clearly beat ${best.unbeaten.join(', ')}`
    : 'no theory was fitted';
  return { preferred: 'cannot tell', ...headline, reason };
}

const sellersIn = ({ moves }: NestingContext): number => moves.sellers.length;

/** The member of each family with the best BIC. A hybrid whose discount is negligible is trust-embedded. */
function rivalsOf(candidates: readonly Candidate[], context: NestingContext): [Family, Candidate][] {
  const best = new Map<Family, Candidate>();
  for (const candidate of candidates) {
    const family = familyOf(candidate, context);
    const other = best.get(family);
    if (!other || bicOf(candidate, context) < bicOf(other, context)) best.set(family, candidate);
  }
  return [...best];
}

function familyOf(candidate: Candidate, { minGap }: NestingContext): Family {
  const negligible = candidate.name === 'hybrid' && candidate.bounds('delta').upper < minGap;
  return negligible ? 'trust-embedded' : FAMILIES[candidate.name];
}

export function bicOf({ logLikelihood, parameterCount }: Candidate, context: NestingContext): number {
  return bic(logLikelihood, parameterCount, sellersIn(context));
}

/** One duel of docs/model.md 6.8. */
function beats(own: Candidate, other: Candidate, context: NestingContext): boolean {
  const gap = bicOf(other, context) - bicOf(own, context);
  const held = heldOut(own, other, context);
  const clearly = gap > BIC_GAP && held.difference > HELD_OUT_ERRORS * held.se;
  if (nests(other, own)) return gap > 0 && addsNothing(other, own, context);
  if (nests(own, other)) return clearly;
  return clearly && correctedVuong(own, other) > 0;
}

function correctedVuong(own: Candidate, other: Candidate): number {
  const test = vuong(own.sellers, other.sellers, own.parameterCount, other.parameterCount);
  return test === 'indistinguishable' ? 0 : test.corrected;
}

/** Difference in mean held-out log density per event, with se = sqrt(n) sd(D_i) / events. */
function heldOut(
  own: Candidate,
  other: Candidate,
  { moves }: NestingContext,
): { difference: number; se: number } {
  const n = moves.sellers.length;
  const d = own.heldOut.map((value, i) => value - (other.heldOut[i] as number));
  const mean = d.reduce((sum, value) => sum + value, 0) / n;
  const variance = d.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  return { difference: (n * mean) / moves.events, se: Math.sqrt(n * variance) / moves.events };
}

/** Trust-embedded against level-k: the pair that is always printed. Positive favours trust-embedded. */
function headlineOf(
  candidates: readonly Candidate[],
  context: NestingContext,
): Pick<Verdict, 'vuong' | 'heldOut' | 'timeSplit' | 'likelihood'> {
  const best = (names: readonly TheoryName[]): Candidate | undefined =>
    candidates
      .filter(({ name }) => names.includes(name))
      .toSorted((a, b) => bicOf(a, context) - bicOf(b, context))[0];
  const trust = best(['trust-embedded', 'trust-embedded-dynamic']);
  const levels = best(['level-k']);
  if (!trust || !levels) {
    const reason = 'trust-embedded and level-k were not both fitted';
    return {
      vuong: { statistic: null, p: null, reason },
      heldOut: { difference: null, lower: null, upper: null, reason },
      timeSplit: { difference: null, lower: null, upper: null, reason },
      likelihood: 'moves',
    };
  }
  const pair = `${trust.name} against ${levels.name}`;
  const test = vuong(trust.sellers, levels.sellers, trust.parameterCount, levels.parameterCount);
  const { difference, se } = heldOut(trust, levels, context);
  const half = normalQuantile(0.975) * se;
  return {
    vuong:
      test === 'indistinguishable'
        ? { statistic: null, p: null, reason: `${pair}: indistinguishable` }
        : { statistic: test.corrected, p: test.correctedP, reason: `${pair}; above 0 favours the first` },
    heldOut: {
      difference,
      lower: difference - half,
      upper: difference + half,
      reason: `${pair}, mean log density per event`,
    },
    timeSplit: { difference: null, lower: null, upper: null, reason: 'not estimated in this version' },
    likelihood: 'moves',
  };
}
