import { INVARIANTS } from './invariants/all.ts';
import { viewOf } from './invariants/view.ts';
import { rebuilt } from './rebuild.ts';
import { restored } from './restore.ts';
import type { Ended } from './run.ts';

export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

/** Checks of one history. */
export const CHECKS = Object.keys(INVARIANTS).length + 2;

/** Holds the end of a history against every invariant; then takes the tables apart for those about copies. */
export async function check(ended: Ended): Promise<readonly Violation[]> {
  const view = await viewOf(ended);
  const found = Object.entries(INVARIANTS).flatMap(([invariant, holds]) =>
    holds(view).map((what) => ({ invariant, what })),
  );
  const copies = {
    'R15 facts rebuild the table': await rebuilt(view, ended),
    'R13 a restore brings nobody back': await restored(view, ended),
  };
  return [
    ...found,
    ...Object.entries(copies).flatMap(([invariant, all]) => all.map((what) => ({ invariant, what }))),
  ];
}
