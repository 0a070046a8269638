import type { RoundRow } from '../../rounds/row.ts';
import { comparePeriods, periodOf } from '../../trust/period.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import type { Objection } from '../groups.ts';
import { NEVER, panelOf, type RolloutPanel } from '../rollout/panel.ts';
import { doseOf, type Practice } from './practice.ts';

/** A practice as a rollout: sellers by the period in which they first met it. Whoever met it and is later seen without it
 *  has had it taken back, which a rollout has no place for. */
export function rolloutPanelOf(practice: Practice, outcome: Outcome): RolloutPanel | Objection {
  const periods = [...new Set(practice.rows.map(periodOf))].toSorted(comparePeriods);
  const number = new Map(periods.map((period, t) => [period, t]));
  const at = (row: RoundRow): number => number.get(periodOf(row)) ?? -1;
  const spells = spellsOf(practice, at);
  if (spells.size === 0)
    return { reason: 'none treated', detail: 'of nobody is it known that she met the process' };
  const back = [...spells.values()].filter(({ first, lastWithout }) => lastWithout > first).length;
  if (back > 0)
    return {
      reason: 'process taken back',
      detail: `${back} sellers are seen without the process after they had met it`,
    };
  const first = new Map(practice.rows.toReversed().map((row) => [row.sellerId, row]));
  const sellers = outcome.sellers.map((sellerId) => first.get(sellerId));
  return panelOf(outcome, {
    period: Int32Array.from(outcome.row, (row) => number.get(periodAt(practice, row)) ?? -1),
    periods: periods.length,
    cohort: Int32Array.from(outcome.sellers, (sellerId) => {
      const met = spells.get(sellerId)?.first ?? FROM_THE_START; // not known of her: left out
      return met === Infinity ? NEVER : met;
    }),
    covariates: covariatesOf(sellers),
    segments: segmentsOf(sellers),
  });
}

const FROM_THE_START = 0;

interface Spell {
  first: number; // period she first met it; Infinity: never
  lastWithout: number; // last period she was seen without it; -Infinity: none
}

function spellsOf(practice: Practice, at: (row: RoundRow) => number): ReadonlyMap<string, Spell> {
  const spells = new Map<string, Spell>();
  for (const row of practice.rows) {
    const spell = spells.get(row.sellerId) ?? { first: Infinity, lastWithout: -Infinity };
    const dose = doseOf(practice, row);
    if (dose === undefined) continue;
    if (dose > 0) spell.first = Math.min(spell.first, at(row));
    else spell.lastWithout = Math.max(spell.lastWithout, at(row));
    spells.set(row.sellerId, spell);
  }
  return spells;
}

function periodAt({ rows }: Practice, row: number): string {
  const found = rows[row];
  return found === undefined ? '' : periodOf(found);
}

type First = readonly (RoundRow | undefined)[];

function covariatesOf(sellers: First): Record<string, Float64Array> {
  const names = [...new Set(sellers.flatMap((row) => Object.keys(row?.covariates ?? {})))].toSorted();
  return Object.fromEntries(
    names.map((name) => [name, Float64Array.from(sellers, (row) => row?.covariates[name] ?? Number.NaN)]),
  );
}

function segmentsOf(sellers: First): Record<string, (string | undefined)[]> {
  const names = [...new Set(sellers.flatMap((row) => Object.keys(row?.segments ?? {})))].toSorted();
  return Object.fromEntries(names.map((name) => [name, sellers.map((row) => row?.segments[name])]));
}
