import { describe, expect, it } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { defaultSettings, simulatedRecommenders } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { wholeWay } from './whole-way.ts';

const SELLERS = 200;
const { rows } = simulate({
  ...defaultSettings('trust-embedded'),
  sellers: SELLERS,
  rounds: 12,
  recommenders: simulatedRecommenders(1),
});
const SHARE = 0.05;
const taken = new Set([...new Set(rows.map(({ sellerId }) => sellerId))].slice(0, SHARE * SELLERS));

/** The rows after somebody took over one seller in twenty. */
const overtaken = (change: (row: RoundRow) => RoundRow): RoundRow[] =>
  rows.map((row) => (taken.has(row.sellerId) ? change(row) : row));

const ignores = (row: RoundRow): RoundRow => ({ ...row, chosen: row.priorPlan, trustRating: 1 });
const obeys = (row: RoundRow): RoundRow => ({ ...row, chosen: row.recommended, trustRating: 7 });
const shouts = (row: RoundRow): RoundRow =>
  row.priorPlan === null ? row : { ...row, chosen: row.priorPlan * 1e6 };

describe('one seller in twenty who answers to move the figures', () => {
  const honest = wholeWay(rows).estimates.trust.overall.estimate ?? Number.NaN;

  it.each([
    ['ignores every recommendation', ignores],
    ['takes every recommendation', obeys],
    ['chooses a million times her plan', shouts],
  ])('%s: moves mean trust by no more than her share of it', (_, change) => {
    const moved = wholeWay(overtaken(change)).estimates.trust.overall.estimate ?? Number.NaN;
    // each seller's trust lies in [0, 1] and counts once; the prior that all share moves with them
    expect(Math.abs(moved - honest)).toBeLessThan(1.5 * SHARE);
  });
});
