import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainRow } from '../../../lib/rounds/plain-row.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { defaultSettings, simulatedRecommenders } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import {
  addedScores,
  driftOf,
  hasDrifted,
  replacedScores,
  scoresOf,
} from '../../../lib/trust/night/drift.ts';
import { inOrder, replacedTotals } from '../../../lib/trust/night/replaced-totals.ts';
import { totalsOf } from '../../../lib/trust/part-totals.ts';
import { toInstant } from '../../../lib/domain/instant.ts';
import { settingsOf } from '../settings.ts';

const START = Date.UTC(2026, 5, 1);
const WEEK = 7 * 24 * 60 * 60 * 1000;
const design = { sellers: 40, rounds: 7, recommenders: simulatedRecommenders(2), gain: 0.1, loss: 0.2 };

/** On dates, with segments and some answers that a robot may have given. */
const rows = simulate({ ...defaultSettings('trust-embedded'), ...design }).rows.map((row, k): RoundRow => {
  const position = START + WEEK * row.position;
  return Object.assign({}, row, {
    position,
    askedAt: toInstant(position),
    segments: { size: row.sellerId.endsWith('1') ? 'large' : 'small' },
    suspect: k % 17 === 0 ? true : undefined,
  });
});
const since = { period: '2026-W27', asOf: toInstant(START + 5 * WEEK), permalink: 'reports/us/2026-W27/x' };
const settings = settingsOf({ since, segments: ['size'], asOf: toInstant(START + 12 * WEEK) });
const fit = fitTrust(rows, settings);
const ids = [...new Set(rows.map(({ sellerId }) => sellerId))];
const totals = (some: readonly RoundRow[]) => inOrder(totalsOf(estimateSellers(some, fit)));

/** What may become of a seller in a night: nothing left of her, rounds less, an outcome seen, another answer, other segments. */
const CHANGES: readonly ((own: readonly RoundRow[]) => readonly RoundRow[])[] = [
  () => [],
  (own) => own.slice(0, 1),
  (own) => own.map((row) => ({ ...row, outcomeSeen: !row.outcomeSeen })),
  (own) => own.map((row) => ({ ...row, chosen: row.recommended, suspect: true as const })),
  (own) => own.map((row) => ({ ...row, segments: { size: 'huge' } })),
  (own) => own.map((row) => ({ ...row, sellerId: `${row.sellerId}-new` })),
  (own) => own.map((row) => ({ ...row, chosen: null, response: 'none' as const })),
];

describe('totals of a part under a frozen fit', () => {
  test('that is one with every kind of cell', () => {
    expect(fit.withoutSuspects).not.toBeNull();
    const kinds = new Set(totals(rows).cells.map(({ kind }) => kind));
    const all = ['now', 'now-without-suspects', 'period', 'gap', 'change', 'since', 'contrast'];
    for (const kind of [...all, 'segment', 'crowd']) expect(kinds).toContain(kind);
  });

  test('with some sellers replaced are those of all sellers, to the last digit', () => {
    const before = totals(rows);
    const changes = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(...CHANGES), {
      minKeys: 1,
      maxKeys: 12,
    });
    let told = 0;
    fc.assert(
      fc.property(changes, (changed) => {
        const of = new Map(Object.entries(changed));
        const gone = rows.filter(({ sellerId }) => of.has(sellerId));
        const came = [...of].flatMap(([id, change]) =>
          change(rows.filter(({ sellerId }) => sellerId === id)),
        );
        const now = [...rows.filter(({ sellerId }) => !of.has(sellerId)), ...came];
        const replaced = replacedTotals(before, totals(gone), totals(came));
        if (replaced === undefined) return;
        told += 1;
        expect(replaced).toEqual(totals(now));
      }),
      { numRuns: 8, seed: 5 },
    );
    expect(told).toBeGreaterThan(5);
  });

  test('of sellers who all go are none', () => {
    expect(replacedTotals(totals(rows), totals(rows), totals([]))).toEqual(totals([]));
    expect(() => replacedTotals(totals([]), totals(rows), totals([]))).toThrow('no part of before');
  });
});

describe('drift', () => {
  const plain = rows.map((row) => plainRow(row));
  const steady = fitTrust(plain, settingsOf());

  test('is none at the rounds of the fit, and its sums are the same in any parts', () => {
    const whole = scoresOf(plain, steady);
    const [some, rest] = [0, 1].map((half) =>
      plain.filter(({ sellerId }) => ids.indexOf(sellerId) % 2 === half),
    );
    const parts = [some ?? [], rest ?? []].map((part) => scoresOf(part, steady));
    expect(addedScores(parts)).toEqual(whole);
    expect(replacedScores(whole, parts[0] ?? {}, parts[0] ?? {})).toEqual(whole);
    const drifts = driftOf(steady, whole);
    expect(drifts.map(({ segment }) => segment)).toContain('all');
    for (const { standardErrors } of drifts) expect(standardErrors).toBeLessThan(0.01);
    expect(hasDrifted(drifts)).toBe(false);
  });

  test('is found where sellers come to follow more closely than the fit says', () => {
    const followed = plain.map((row) => ({ ...row, chosen: row.recommended }));
    const half = followed.filter(({ sellerId }) => ids.indexOf(sellerId) % 2 === 0);
    const rest = plain.filter(({ sellerId }) => ids.indexOf(sellerId) % 2 === 1);
    const drifts = driftOf(steady, scoresOf([...half, ...rest], steady));
    expect(hasDrifted(drifts)).toBe(true);
  });
});
