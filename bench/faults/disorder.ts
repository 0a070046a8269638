import type { History } from './history.ts';
import { DAY } from './marketplace.ts';
import { count } from './witness.ts';

/** What is wrong with a history before any call fails: counted from the history itself. */
export function disorderOf({ steps, told }: History): ReadonlyMap<string, number> {
  const tally = new Map<string, number>();
  const known = new Set<number>();
  let last = 0;
  for (const { at: now, actions } of steps) {
    const waves = actions.filter(({ kind }) => kind === 'wave').length;
    if (waves > 1) count(tally, 'scheduled twice');
    for (const action of actions) {
      if (action.skew !== 0) count(tally, 'clock off');
      for (const index of action.kind === 'deliver' ? action.events : []) {
        const { at = 0, poison = false } = told[index] ?? {};
        if (known.has(index)) count(tally, 'duplicate');
        if (now - at > DAY) count(tally, 'late by more than a day');
        if (at < last) count(tally, 'before its predecessor');
        if (poison) count(tally, 'poison');
        known.add(index);
        last = at;
      }
    }
  }
  return tally;
}
