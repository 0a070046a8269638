import timers from 'node:timers/promises';
import { syncBuiltinESMExports } from 'node:module';
import { acting } from './actor.ts';
import type { Turns } from './turns.ts';

const real = timers.setTimeout;

/** From here on the pauses that actors make between attempts are those of the history's clock, and take no time.
 *  @returns how to end it */
export function virtualPauses(turns: Pick<Turns, 'sleep'>): () => void {
  const paused = async <Value>(milliseconds?: number, value?: Value): Promise<Value> => {
    const actor = acting.getStore();
    await (actor === undefined ? real(milliseconds) : turns.sleep(actor, milliseconds ?? 0));
    return value as Value;
  };
  timers.setTimeout = paused;
  syncBuiltinESMExports();
  return () => {
    timers.setTimeout = real;
    syncBuiltinESMExports();
  };
}
