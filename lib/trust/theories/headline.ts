import { normalQuantile } from '../../stats/normal.ts';
import type { Candidate, TheoryName } from './candidate.ts';
import { bicOf, heldOut, later, vuongOf, type Difference } from './contest.ts';
import type { Context } from './nesting.ts';
import type { Verdict } from './verdict.ts';

type Headline = Pick<Verdict, 'vuong' | 'heldOut' | 'timeSplit' | 'likelihood'>;

/** Trust-embedded against level-k: the pair that is always printed. Positive favours trust-embedded. */
export function headlineOf(candidates: readonly Candidate[], context: Context): Headline {
  const best = (names: readonly TheoryName[]): Candidate | undefined =>
    candidates
      .filter(({ name }) => names.includes(name))
      .toSorted((a, b) => bicOf(a, context) - bicOf(b, context))[0];
  const trust = best(['trust-embedded', 'trust-embedded-dynamic']);
  const levels = best(['level-k']);
  if (!trust || !levels)
    return noHeadline('trust-embedded and level-k were not both fitted', context.likelihood);
  const pair = `${trust.name} against ${levels.name}`;
  const test = vuongOf(trust, levels);
  return {
    vuong:
      test === 'indistinguishable'
        ? { statistic: null, p: null, reason: `${pair}: indistinguishable` }
        : { statistic: test.corrected, p: test.correctedP, reason: `${pair}; above 0 favours the first` },
    heldOut: interval(heldOut(trust, levels, context), `${pair}, mean log density per event`),
    timeSplit:
      context.laterEvents === 0
        ? { ...UNKNOWN, reason: 'no seller made a decision after the cut' }
        : interval(later(trust, levels, context), `${pair}, mean log density per later event`),
    likelihood: context.likelihood,
  };
}

/** The headline where theories could not be compared. */
export function noHeadline(reason: string, likelihood: Verdict['likelihood']): Headline {
  return {
    vuong: { statistic: null, p: null, reason },
    heldOut: { ...UNKNOWN, reason },
    timeSplit: { ...UNKNOWN, reason },
    likelihood,
  };
}

const UNKNOWN = { difference: null, lower: null, upper: null };

const interval = (found: Difference, reason: string): Verdict['heldOut'] => ({
  ...intervalOf(found),
  reason,
});

/** The 95 % interval of a difference of mean log densities. */
export function intervalOf({ difference, se }: Difference): Record<'difference' | 'lower' | 'upper', number> {
  const half = normalQuantile(0.975) * se;
  return { difference, lower: difference - half, upper: difference + half };
}
