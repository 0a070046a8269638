import { loadavg } from 'node:os';
import { parseInstant } from '../../lib/domain/instant.ts';
import { withFields } from '../../lib/rounds/plain-row.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { addParts } from '../../lib/trust/spread/add-parts.ts';
import { passOverPanel, passPanel, type PassPanel } from '../../lib/trust/spread/pass-panel.ts';
import { beginSpread, passOver } from '../../lib/trust/spread/spread.ts';
import type { SpreadState } from '../../lib/trust/spread/spread-state.ts';
import { ROUNDS } from './rounds-file.ts';

const SELLERS_A_PART = 1_000;
const WARM = 160_000; // sellers until the code is as fast as it gets
const PARTS = 10; // simulated; more sellers are the same again

/** A pass over more and more sellers, part by part as a stream of shards would come: nothing but the sum is kept. */
export function doubling(say: (line: string) => void): void {
  const parts = Array.from({ length: PARTS }, (_, part) => sellersOf(part));
  const state = stateOf(parts);
  const panels = parts.map((rows) => passPanel(rows, state));
  const points = state.searches.reduce((sum, { needed }) => sum + needed.length, 0);
  say(
    `a pass at ${points} points, CPU microseconds a seller of ${ROUNDS} rounds; load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  say('| sellers | rows to sequences to sums | columns kept to sums | peak, MB |');
  say('| ------- | ------------------------- | -------------------- | -------- |');
  overRows(parts, state, WARM);
  overPanels(panels, state, 2 * WARM);
  for (let sellers = 10_000; sellers <= 640_000; sellers *= 2) {
    const rows = micro(sellers, () => overRows(parts, state, sellers));
    const columns = micro(sellers, () => overPanels(panels, state, sellers));
    const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
    say(`| ${[sellers.toLocaleString('en'), rows, columns, peak].join(' | ')} |`);
  }
}

function overRows(parts: readonly RoundRow[][], state: SpreadState, sellers: number): void {
  let sum = passOver(parts[0] ?? [], state);
  for (let part = 1; part < sellers / SELLERS_A_PART; part++)
    sum = addParts(sum, passOver(parts[part % PARTS] ?? [], state));
}

function overPanels(panels: readonly PassPanel[], state: SpreadState, sellers: number): void {
  const at = (part: number) => passOverPanel(panels[part % PARTS] as PassPanel, state);
  let sum = at(0);
  for (let part = 1; part < sellers / SELLERS_A_PART; part++) sum = addParts(sum, at(part));
}

/** The mean of as many times as it takes for 160,000 sellers: one short time is what the collector happens to do in it. */
function micro(sellers: number, work: () => void): string {
  const times = Math.max(1, 160_000 / sellers);
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / sellers / times).toFixed(2);
}

function sellersOf(part: number): RoundRow[] {
  const { rows } = simulate({
    ...defaultSettings('trust-embedded'),
    sellers: SELLERS_A_PART,
    rounds: ROUNDS,
    seed: 1 + part,
    seenShare: 0.9,
  });
  return rows.map((row) => withFields(row, { sellerId: `b${part}-${row.sellerId}` }));
}

/** Where the first pass over 640,000 sellers would go, from a sample of the first part. */
function stateOf(parts: readonly RoundRow[][]): SpreadState {
  const asOf = parseInstant('2026-11-22T00:00:00Z');
  if (asOf === undefined) throw new RangeError('bench requires an instant');
  const settings = {
    scale: 'auto',
    minGap: null,
    referenceGap: null,
    estimator: 'kf',
    directions: {},
    seed: 1,
    asOf,
    codeVersion: 'bench',
  } as const;
  return beginSpread(parts[0] ?? [], settings, { rows: 640_000 * ROUNDS, sellers: 640_000 });
}
