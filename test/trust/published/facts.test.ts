import { describe, expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { filterRoom, filterSequence } from '../../../lib/stats/kalman-filter.ts';
import { median } from '../../../lib/stats/median.ts';
import { fillSpace } from '../../../lib/trust/kalman/likelihood.ts';
import { trustPanel } from '../../../lib/trust/kalman/trust-panel.ts';
import { jitterTrust } from '../../../lib/trust/sender/jitter-trust.ts';
import { goldenSequences } from '../golden-sellers.ts';
import { betaSteps } from './reported-trust.ts';

describe('docs/model.md 8', () => {
  test('the posterior of static trust of sellers A, B and C: the filter without motion', () => {
    const panel = trustPanel(goldenSequences, { unit: 1, referenceGap: 0.3 });
    fillSpace(panel, Float64Array.from([0.5, 0.15, 0, 0, 0, Math.log(0.1), 0]));
    const expected = [
      [0.44090056, 0.09188458],
      [0.73465011, 0.10078697],
      [0.28328612, 0.11290649],
    ];
    expected.forEach(([mean = 0, sd = 0], i) => {
      const room = filterRoom(8);
      filterSequence(panel.space, i, room);
      expect(room.last[0]).toBeCloseTo(mean, 7);
      expect(Math.sqrt(room.last[2] as number)).toBeCloseTo(sd, 7);
    });
  });

  test('counts of successes and failures: A0 = B0 = 2, vs .5, vf .8', () => {
    let trust = 2 / 4;
    const path = [0.55555556, 0.6, 0.51724138, 0.55555556];
    const outcomes = [true, true, false, true];
    outcomes.forEach((_, k) => {
      const steps = outcomes.slice(0, k + 1).map((right, j) => ({
        before: j === 0 ? 0.5 : (path[j - 1] ?? Number.NaN),
        after: Number.NaN,
        adopted: true,
        success: right,
        right,
      }));
      trust = betaSteps(4, 0.5, 0.8)({ id: 'a', steps }).at(-1) ?? Number.NaN;
      expect(trust).toBeCloseTo(path[k] ?? Number.NaN, 7);
    });
  });
});

/** a = p + alpha g + kc (y - p) + e, all learn y in part after p: docs/model.md 6.9.6 and 6.11. */
function jittered(seed: number, n: number, kc: number): { g: number; d: number; z: number }[] {
  const stream = streams(seed).next().value;
  return Array.from({ length: n }, () => {
    const y = 0.5 * stream.normal();
    const p = y + 0.4 * stream.normal();
    const z = 0.05 * stream.normal();
    const g = y + 0.3 * stream.normal() + z - p;
    return { g, z, d: 0.5 * g + kc * (y - p) + 0.1 * stream.normal() };
  });
}

test('docs/model.md 6.11: what sellers and platform both learn looks like trust: alpha + kc Vp/(Vp+Vm)', () => {
  const rounds = jittered(611, 200_000, 0.3);
  const slope =
    rounds.reduce((sum, { d, g }) => sum + d * g, 0) / rounds.reduce((sum, { g }) => sum + g * g, 0);
  expect(Math.abs(slope - 0.685)).toBeLessThan(0.01);
  expect(0.5 + (0.3 * 0.16) / (0.16 + 0.09 + 0.0025)).toBeCloseTo(0.69, 3); // with the jitter's own variance in g
  const { estimate } = jitterTrust(rounds.map((round) => [round]));
  expect(Math.abs((estimate ?? 0) - 0.5)).toBeLessThan(0.025);
});

/** sqrt(kc^2 Vp + Var e) / (.05 sqrt n): the tabled .10 of 2,000 rounds is the spread of a few runs, .070 that of many. */
test.each([
  [2000, 0.07],
  [10_000, 0.03],
  [50_000, 0.014],
])('docs/model.md 6.9: trust by jitter over %d rounds has a standard error of %d', (n, sd) => {
  expect(Math.sqrt(0.3 ** 2 * 0.16 + 0.01) / (0.05 * Math.sqrt(n))).toBeCloseTo(sd, 2);
  const errors = Array.from(
    { length: Math.max(3, 60_000 / n) },
    (_, run) => jitterTrust(jittered(900 + run, n, 0.3).map((round) => [round])).se,
  );
  expect(Math.abs((median(errors.map((se) => se ?? Number.NaN)) ?? 0) / sd - 1)).toBeLessThan(0.15);
});
