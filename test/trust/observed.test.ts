import { expect, test } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { shownTrust, statedTrust } from '../../lib/trust/observed.ts';
import { sequencesOf, type Sequence } from '../../lib/trust/sequence.ts';
import { roundRow } from './row.ts';

const READING = {
  scale: { name: 'level', minGap: 1, minGapRule: '' },
  dropOutcomeOfUnusedRows: false,
} as const;
const rounds = (sellerId: string, n: number, change: Partial<RoundRow>): RoundRow[] =>
  Array.from({ length: n }, (_, k) => roundRow({ sellerId, line: k + 2, position: k, ...change }));
const read = (...rows: RoundRow[][]): Sequence[] => sequencesOf(rows.flat(), READING);

test('survivors: who stays ten times as long counts no more', () => {
  const sequences = read(
    rounds('stayed', 50, { chosen: 140, trustRating: 7 }),
    rounds('left', 5, { chosen: 100, trustRating: 1 }),
    rounds('silent', 3, { chosen: null }),
  );
  expect(shownTrust(sequences)).toMatchObject({ estimate: 0.5, n: 2, se: 0.5 });
  expect(statedTrust(sequences)).toMatchObject({ estimate: 4, n: 2 });
});

test('a seller counts once with each recommender, and her errors hang together', () => {
  const sequences = read(
    rounds('a', 4, { chosen: 140 }),
    rounds('a', 8, { chosen: 120, recommender: 'pricing' }),
    rounds('b', 2, { chosen: 100 }),
  );
  const shown = shownTrust(sequences);
  expect(shown.estimate).toBeCloseTo((1 + 0.5 + 0) / 3, 12);
  expect(shown.n).toBe(2);
});

test('nothing observed: null with the reason', () => {
  expect(shownTrust([])).toMatchObject({ estimate: null, reason: 'no usable decision' });
  expect(statedTrust(read(rounds('a', 2, {})))).toMatchObject({ estimate: null, n: 0 });
});
