import type { RoundRow } from '../../rounds/row.ts';
import { doseOf, type Practice } from './practice.ts';

/** The arms of the rounds of a practice. */
export interface Arms {
  readonly arms: readonly [control: string, ...others: string[]];
  readonly arm: Int32Array; // by row of the practice: number in `arms`, -1 for none
  readonly source: 'assignment' | 'exposure';
}

/** Arms as assigned where an assignment is known, else by what was met. An assignment by seller, or by seller and
 *  recommender, holds for her earlier rounds too: they are her time before the process. */
export function armsOf(practice: Practice): Arms {
  const { process, entry, rows } = practice;
  const names = [...new Set(rows.flatMap(({ assignments = {} }) => assignments[process] ?? []))].toSorted();
  if (names.length === 0)
    return {
      arms: ['without', 'with'],
      arm: Int32Array.from(rows, (row) => armMet(doseOf(practice, row))),
      source: 'exposure',
    };
  const registered = entry?.experiment?.arms.map(({ arm }) => arm) ?? [];
  const control = registered[0] ?? names.find((name) => name === 'control') ?? names[0] ?? 'control';
  const arms: [string, ...string[]] = [control, ...names.filter((name) => name !== control)];
  const unit = entry?.experiment?.unit ?? 'round';
  const known = new Map<string, string>();
  for (const row of rows) {
    const name = row.assignments?.[process];
    if (name !== undefined) known.set(unitName(unit, row), name);
  }
  const number = (row: RoundRow): number =>
    arms.indexOf(
      row.assignments?.[process] ?? (unit === 'round' ? '' : (known.get(unitName(unit, row)) ?? '')),
    );
  return { arms, arm: Int32Array.from(rows, number), source: 'assignment' };
}

/** Without the rounds before the process that an assignment holds for as well: nobody met it in them. */
export function sinceStart({ rows, startsAt }: Practice, of: Arms): Arms {
  if (of.source === 'exposure' || startsAt === undefined) return of;
  return { ...of, arm: of.arm.map((a, i) => ((rows[i]?.position ?? 0) < startsAt ? -1 : a)) };
}

/** @param dose undefined: not known */
function armMet(dose: number | undefined): number {
  if (dose === undefined) return -1;
  return dose > 0 ? 1 : 0;
}

function unitName(
  unit: 'seller' | 'seller-recommender' | 'round',
  { sellerId, recommender }: RoundRow,
): string {
  return unit === 'seller' ? sellerId : `${sellerId}\n${recommender}`;
}

/** All arms but the control as one. */
export function pooled({ arms, arm, source }: Arms): Arms {
  if (arms.length === 2) return { arms, arm, source };
  return { arms: [arms[0], 'any other arm'], arm: arm.map((a) => Math.min(a, 1)), source };
}
