import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { withFields } from '../../lib/rounds/plain-row.ts';
import { readRounds } from '../../lib/rounds/rounds-file.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import { roundsCsv } from '../../lib/rounds/rounds-file-write.ts';
import { RESPONSES, type RoundRow } from '../../lib/rounds/row.ts';
import { GOOD, GOOD_TOO, HEADER, read } from './rounds-file.ts';

const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x || 0));
const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,9}$/);
const cost = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const sender = fc
  .record({
    beforeJitter: value,
    platformForecast: value,
    platformMargin: fc.option(cost),
    costs: fc.option(fc.record({ underageCost: cost, overageCost: cost })),
  })
  .map(({ costs, ...log }) => Object.assign({}, log, costs ?? { underageCost: null, overageCost: null }))
  .filter((log) => Object.values(log).some((each) => each !== null));
const row = fc.record({
  recommender: word,
  askedAt: fc.integer({ min: 0, max: 4e12 }).map(toInstant),
  priorPlan: value,
  recommended: value,
  chosen: value,
  outcome: value,
  unit: fc.option(
    fc
      .string({ minLength: 1, maxLength: 10 })
      .map((text) => text.trim())
      .filter((text) => text !== '' && !/[\p{Cc}\uFEFF]/u.test(text)),
  ),
  trustRating: fc.option(fc.integer({ min: 1, max: 7 })),
  outcomeSeen: fc.boolean(),
  response: fc.option(fc.constantFrom(...RESPONSES)),
  result: value,
  outcomeLog: fc.option(
    fc.oneof(
      fc.constant({ censored: true, fidelity: null }),
      fc.record({
        censored: fc.boolean(),
        fidelity: fc.double({ min: -1, max: 1, noNaN: true }).map((r) => r || 0),
      }),
    ),
  ),
  sender: fc.option(sender),
  processes: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 3 }), {
    noNullPrototype: true,
  }),
  arms: fc.dictionary(fc.constantFrom('e', 'f'), word, { noNullPrototype: true }),
  segments: fc.dictionary(fc.constantFrom('s', 't'), word, { noNullPrototype: true }),
});

const bySeller = (a: RoundRow, b: RoundRow) => Number(a.sellerId.slice(1)) - Number(b.sellerId.slice(1));

it('what is written is read again, whatever the rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (drawn) => {
      const rows = drawn.map(({ arms, ...each }, index): RoundRow => ({
        ...each,
        ...(Object.keys(arms).length > 0 && { assignments: arms }),
        ...(each.trustRating !== null && { trustItem: `trust@${each.trustRating}` }),
        ...(each.trustRating === 3 && { suspect: true as const }),
        line: 0,
        sellerId: `s${index}`,
        position: Date.parse(each.askedAt),
        priorPlanRepeat: each.priorPlan === null ? null : each.outcome,
        lowerBound: null,
        upperBound: null,
        outcomeSeenPosition: null,
        covariates: {},
      }));
      const jsonl = await readRounds({ name: 'rows.jsonl', bytes: Buffer.from(roundsJsonl(rows)) });
      for (const file of [await read([...roundsCsv(rows)].join('\n')), jsonl]) {
        expect(file.rejections).toEqual([]);
        expect(file.rows.map((each) => withFields(each, { line: 0 })).toSorted(bySeller)).toEqual(rows);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

it('whatever the bytes: rows, or reasons, never a crash', async () => {
  const noise = fc.array(
    fc.oneof(fc.constantFrom(HEADER, GOOD, GOOD_TOO, '"', ',', '\r', '\n', '\u0000', '""'), fc.string()),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(noise, fc.boolean(), async (parts, whole) => {
      const { rows, rejections } = await read(whole ? parts.join('\n') : `${HEADER}\n${parts.join('')}`);
      expect(rows.length + rejections.length).toBeGreaterThan(0);
    }),
    { seed: 2, numRuns: 500 },
  );
});
