import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant, toInstant } from '../../lib/domain/instant.ts';
import { roundLine } from '../../lib/rounds/rounds-jsonl.ts';
import { RESPONSES, type RoundRow } from '../../lib/rounds/row.ts';

const maybe = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0));
const names = fc.dictionary(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/), fc.string());
const log = fc.record({
  beforeJitter: maybe,
  platformForecast: maybe,
  platformMargin: maybe,
  underageCost: maybe,
  overageCost: maybe,
});
const row: fc.Arbitrary<RoundRow> = fc.record({
  line: fc.nat(),
  sellerId: fc.string(),
  recommender: fc.string(),
  position: fc.nat(),
  askedAt: fc.option(fc.nat(4e12).map(toInstant)),
  priorPlan: maybe,
  priorPlanRepeat: maybe,
  recommended: maybe,
  chosen: maybe,
  outcome: maybe,
  unit: fc.option(fc.string()),
  lowerBound: maybe,
  upperBound: maybe,
  trustRating: maybe,
  trustItem: fc.option(fc.string(), { nil: undefined }),
  suspect: fc.option(fc.constant(true as const), { nil: undefined }),
  outcomeSeen: fc.boolean(),
  outcomeSeenPosition: fc.option(fc.nat()),
  response: fc.option(fc.constantFrom(...RESPONSES)),
  result: maybe,
  outcomeLog: fc.option(fc.record({ censored: fc.boolean(), fidelity: maybe })),
  sender: fc.option(log),
  processes: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.double({ noNaN: true })),
  assignments: fc.option(names, { nil: undefined }),
  segments: names,
  covariates: fc.dictionary(fc.stringMatching(/^[0-9a-z]{1,8}$/), fc.nat()),
});

test('a line is what JSON writes of its values, without those that are not known', () => {
  fc.assert(
    fc.property(row, fc.nat(), (given, round) => {
      const line = roundLine(given, round);
      const read: Record<string, unknown> = JSON.parse(line);
      expect(JSON.stringify(read)).toBe(line);
      expect(read).toMatchObject({
        seller_id: given.sellerId,
        round,
        recommended: given.recommended ?? null,
      });
      expect('chosen' in read).toBe(given.chosen !== null);
      const families = Object.keys(read).filter((name) => /^(process|arm|segment|x)_/.test(name)).length;
      const asGiven = [given.processes, given.assignments ?? {}, given.segments, given.covariates];
      expect(families).toBe(asGiven.flatMap((record) => Object.keys(record)).length);
    }),
    { seed: 8 },
  );
});

const digits = (length: number, most: number) => fc.nat(most).map((n) => String(n).padStart(length, '0'));

test('an instant as it is written here is read as a date is, day by day', () => {
  fc.assert(
    fc.property(
      fc.tuple(digits(4, 9999), digits(2, 14), digits(2, 33), digits(2, 25), digits(2, 61), digits(2, 61)),
      ([year, month, day, hour, minute, second]) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.120Z`;
        const date = new Date(text);
        const midnight = new Date(`${year}-${month}-${day}`);
        const isDay =
          !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text.slice(0, 10));
        expect(parseInstant(text)).toBe(
          Number.isNaN(date.getTime()) || !isDay ? undefined : date.toISOString(),
        );
      },
    ),
    { seed: 8, numRuns: 3000 },
  );
});
