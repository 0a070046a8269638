import { COLUMNS, ENTRY, NARROW, SLOT_BYTES, WIDEST } from './layout.ts';
import type { PathMachine } from './machine.ts';

/** Pairs of events in a product, between whose rescalings it stays far from underflow. */
export const AT_ONCE = 16;

/** A list of events of one sequence. */
export interface EventList {
  readonly adjusted: boolean;
  readonly columns: number; // where its pairs begin and end, in bytes
  readonly end: number;
  readonly count: number;
  readonly first: number; // entry of its first pair
  readonly kept: boolean;
}

/** The general case of `sequence.ts`: multiplies the product by the likelihoods of a list, however long it is and however
 *  far its nodes lie apart. Gives the log of what was divided out. */
export function multiplyList(machine: PathMachine, list: EventList): number {
  const { run, entries, states } = machine;
  const { adjusted, columns, end, count, first } = list;
  const entry = entries + ENTRY.bytes * first;
  const last = entry + (ENTRY.bytes * (end - columns)) / COLUMNS.bytes;
  const lay = adjusted ? run.layDensity : run.layPhi;
  const widest = lay(columns, end, entry, states);
  if (count % 2 === 1) secondAbsent(machine, last - ENTRY.bytes);
  if (!(widest <= WIDEST)) return multiplyWide(machine, list);
  start(machine, list, entry, last, widest);
  const length = ENTRY.bytes * AT_ONCE;
  let logs = 0;
  for (let from = entry; from < last; from += length) {
    multiplyPairs(machine, list, from, Math.min(from + length, last), widest);
    if (last - entry > length) logs += rescale(machine.product);
  }
  return logs;
}

function start({ run }: PathMachine, list: EventList, entry: number, last: number, widest: number): void {
  if (list.adjusted) run.startDensity5(entry, last);
  else if (widest <= NARROW) (list.kept ? run.startPhi3Kept : run.startPhi3)(entry, last);
  else (list.kept ? run.startPhi5Kept : run.startPhi5)(entry, last);
}

function multiplyPairs(
  machine: PathMachine,
  list: EventList,
  from: number,
  to: number,
  widest: number,
): void {
  const { run, entries, slots } = machine;
  const slot = slots + (2 * SLOT_BYTES * (from - entries)) / ENTRY.bytes;
  if (list.adjusted) (list.kept ? run.densityKept : run.density)(from, to, slot);
  else if (widest <= NARROW) (list.kept ? run.phi3Kept : run.phi3)(from, to, slot);
  else (list.kept ? run.phi5Kept : run.phi5)(from, to, slot);
}

function multiplyWide(
  { run, entries, slots, product }: PathMachine,
  { adjusted, count, first }: EventList,
): number {
  const one = adjusted ? run.wideDensity : run.widePhi;
  let logs = 0;
  for (let e = 0; e < count; e++) {
    one(entries + ENTRY.bytes * (first + (e >> 1)) + 8 * (e % 2), slots + SLOT_BYTES * (2 * first + e));
    if (e % (2 * AT_ONCE) === 2 * AT_ONCE - 1) logs += rescale(product);
  }
  return logs;
}

/** An absent event's likelihood is 1. */
function secondAbsent({ doubles }: PathMachine, entry: number): void {
  doubles[(entry + ENTRY.A) / 8 + 1] = 0;
  doubles[(entry + ENTRY.B) / 8 + 1] = 1;
}

function rescale(product: Float64Array): number {
  const most = product.reduce((a, b) => Math.max(a, b), 0);
  if (!(most > 0)) return 0;
  for (let p = 0; p < product.length; p++) product[p] = (product[p] as number) / most;
  return Math.log(most);
}
