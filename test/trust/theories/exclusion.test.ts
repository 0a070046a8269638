import { describe, expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { profileOf } from '../../../lib/trust/theories/exclusion.ts';
import { fitTheory } from '../../../lib/trust/theories/fit.ts';
import { moveKit } from '../../../lib/trust/theories/moves/move-kit.ts';
import { sequenceOf } from './drawn.ts';

const stream = streams(7).next().value;
const SIGNS = new Map([['up', 1 as const]]);
const moves = (move: (gap: number) => number) =>
  Array.from({ length: 30 }, (_, i) =>
    sequenceOf(
      `s${10 + i}`,
      'up',
      Array.from({ length: 6 }, () => {
        const gap = stream.normal() + 0.2;
        return { gap, move: move(gap) + 0.3 * stream.normal(), button: null, cap: null, range: null };
      }),
    ),
  );
const subjectOf = (theory: 'L1' | 'TE', sequences: ReturnType<typeof moves>) => ({
  kit: moveKit,
  panel: moveKit.panelOf(sequences, { unit: 1, referenceGap: 1 }),
  theory,
  signs: SIGNS,
});

describe('a discount of .4 with noise .3, 180 decisions', () => {
  const sequences = moves((gap) => gap - 0.4);
  const events = sequences.flatMap(({ steps }) => steps.flatMap(({ decision }) => decision ?? []));
  const Q = (delta: number): number =>
    events.reduce((sum, { gap, move }) => sum + (move - gap + delta) ** 2, 0);
  const subject = subjectOf('L1', sequences);
  const profile = profileOf(subject, fitTheory(subject, 0));
  /** The likelihood with s at its best for each discount falls by N/2 ln(Q / least Q). */
  test.each([-0.09, -0.05, -0.04, 0, 0.04, 0.05, 0.09])('%d from the estimate', (away) => {
    const least = profile.estimate('delta');
    const fall = (events.length / 2) * Math.log(Q(least + away) / Q(least));
    expect(profile.excludes('delta', least + away)).toBe(fall > 1.9207);
  });
});

describe('trust of .5 without spread', () => {
  const subject = subjectOf(
    'TE',
    moves((gap) => 0.5 * gap),
  );
  const profile = profileOf(subject, fitTheory(subject, 0));
  test('its mean is told from 0 and 1, not from itself', () => {
    expect(profile.excludes('mu0', 0)).toBe(true);
    expect(profile.excludes('mu0', 1)).toBe(true);
    expect(profile.excludes('mu0', profile.estimate('mu0'))).toBe(false);
  });
  test('a spread at its bound has an upper end', () => {
    expect(profile.excludes('tau0', 0.5)).toBe(true);
    expect(profile.excludes('tau0', 0.01)).toBe(false);
  });
});
