import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { streams, type Stream } from '../../lib/simulation/stream.ts';
import {
  anytimeEvidence,
  anytimeInterval,
  anytimeWidth,
  tunedMixture,
  type Look,
} from '../../lib/stats/confidence-sequence.ts';
import { Z95 } from '../../lib/stats/normal.ts';

const RUNS = 2000;
const WEEKS = 52;
const PLANNED = 12; // week of the first decision

/** The running mean of independent values, 30 new ones a week. */
function* freshSellers(draw: () => number): Generator<Look> {
  let [n, sum, squares] = [0, 0, 0];
  for (let week = 0; week < WEEKS; week++) {
    for (let i = 0; i < 30; i++) {
      const value = draw();
      n++;
      sum += value;
      squares += value * value;
    }
    yield { estimate: sum / n, se: Math.sqrt((squares / n - (sum / n) ** 2) / n) };
  }
}

/** The running mean over the same 100 sellers asked every week, who differ for good: clustered standard error. */
function* sameSellers(stream: Stream): Generator<Look> {
  const effects = Array.from({ length: 100 }, () => 0.5 * stream.normal());
  const sums = effects.map(() => 0);
  for (let week = 1; week <= WEEKS; week++) {
    effects.forEach((effect, i) => (sums[i] = (sums[i] as number) + effect + stream.normal()));
    const mean = sums.reduce((a, b) => a + b, 0) / (100 * week);
    const squares = sums.reduce((total, sum) => total + (sum / week - mean) ** 2, 0);
    yield { estimate: mean, se: Math.sqrt(squares / (100 * 99)) };
  }
}

interface Alarms {
  readonly anytime: number;
  readonly naive: number;
}

/** Share of runs with an interval that leaves the truth, zero, out at any of the 52 looks. */
function falseAlarms(seed: number, looksOf: (stream: Stream) => Iterable<Look>): Alarms {
  const each = streams(seed);
  let [anytime, naive] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    const looks = [...looksOf(each.next().value)];
    const plannedSe = looks[PLANNED - 1]?.se ?? Number.NaN;
    if (looks.some((look) => excludesZero(look, plannedSe))) anytime++;
    if (looks.some(({ estimate, se }) => Math.abs(estimate) > Z95 * se)) naive++;
  }
  return { anytime: anytime / RUNS, naive: naive / RUNS };
}

function excludesZero(look: Look, plannedSe: number): boolean {
  const { lower, upper } = anytimeInterval(look, plannedSe);
  return lower > 0 || upper < 0;
}

const skewed = (stream: Stream): number => -Math.log(stream.uniform()) - 1;
const signs = (stream: Stream): number => (stream.uniform() < 0.5 ? -1 : 1);

describe('52 weekly looks at no effect, 2,000 simulations', () => {
  test.each<{ name: string; looksOf: (stream: Stream) => Iterable<Look> }>([
    { name: 'new sellers, normal', looksOf: (stream) => freshSellers(() => stream.normal()) },
    { name: 'new sellers, skewed', looksOf: (stream) => freshSellers(() => skewed(stream)) },
    { name: 'new sellers, yes or no', looksOf: (stream) => freshSellers(() => signs(stream)) },
    { name: 'the same sellers every week', looksOf: sameSellers },
  ])('$name: at most 5 % false alarms', ({ name, looksOf }) => {
    const { anytime, naive } = falseAlarms(80, looksOf);
    console.log(
      `${name}: false alarms over ${WEEKS} looks ${(100 * anytime).toFixed(2)} % anytime-valid, ${(100 * naive).toFixed(1)} % naive 95 % interval`,
    );
    expect(anytime).toBeLessThanOrEqual(0.05);
    expect(naive).toBeGreaterThan(0.1);
  });
});

test('it still finds an effect: 4 planned standard errors, by the end of the year', () => {
  const each = streams(81);
  let found = 0;
  for (let run = 0; run < 200; run++) {
    const stream = each.next().value;
    const effect = 4 / Math.sqrt(30 * PLANNED);
    const looks = [...freshSellers(() => effect + stream.normal())];
    if (looks.some((look) => excludesZero(look, looks[PLANNED - 1]?.se ?? 1))) found++;
  }
  expect(found / 200).toBeGreaterThan(0.97);
});

test('the formula of the confidence sequence, with t counted in observations', () => {
  const [t, planned, sd, alpha] = [500, 300, 2, 0.05];
  const rho2 = tunedMixture(alpha) / planned;
  const half =
    sd * Math.sqrt(((2 * (t * rho2 + 1)) / (t * t * rho2)) * Math.log(Math.sqrt(t * rho2 + 1) / alpha));
  const se = sd / Math.sqrt(t);
  const found = anytimeInterval({ estimate: 1, se }, sd / Math.sqrt(planned));
  expect(found.upper - 1).toBeCloseTo(half, 12);
  expect(1 - found.lower).toBeCloseTo(half, 12);
});

test('narrowest, relative to the fixed-sample interval, at the planned decision', () => {
  expect(tunedMixture(0.05)).toBeCloseTo(8.2, 1);
  const widths = [0.1, 0.5, 0.9, 1.1, 2, 10, 100].map((share) => anytimeWidth(1 / Math.sqrt(share), 1));
  expect(Math.min(...widths)).toBeGreaterThan(anytimeWidth(1, 1));
  expect(anytimeWidth(1, 1) / Z95).toBeLessThan(1.6);
});

test('the interval leaves zero out exactly when the evidence is above 20', () => {
  const se = fc.double({ min: 0.01, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: -40, max: 40, noNaN: true }), se, se, (z, own, planned) => {
      const look = { estimate: z * own, se: own };
      const evidence = anytimeEvidence(look, planned);
      fc.pre(Math.abs(evidence - 20) > 1e-9);
      expect(excludesZero(look, planned)).toBe(evidence > 20);
    }),
    { seed: 82, numRuns: 500 },
  );
});

test('refuses what is no standard error', () => {
  expect(() => anytimeWidth(0, 1)).toThrow(RangeError);
  expect(() => anytimeEvidence({ estimate: 1, se: 1 }, Number.NaN)).toThrow(RangeError);
  expect(() => tunedMixture(0)).toThrow(RangeError);
});
