import { setImmediate as nextTurn } from 'node:timers/promises';
import { acting, type Actor } from './actor.ts';
import type { Chance } from './chance.ts';
import type { Clock } from './clock.ts';

/** A call that waits for its turn. */
export interface Waiting {
  readonly actor: Actor;
  readonly place: number; // in the order in which calls were begun
  /** Does it, as the world is then. */
  readonly serve: (chance: Chance) => Promise<void>;
}

/** How a piece of work ended. */
export type End<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly failure: unknown }
  | { readonly kind: 'died' };

export interface Work<Result> {
  readonly actor: Actor;
  readonly work: () => Promise<Result>;
}

const QUIET = 2; // turns of the event loop in which nothing happens
const STUCK = 20_000;

/** Calls of several actors, one at a time, in an order that a seed decides: the next is picked when everybody waits. What
 *  they meet between their calls, no machine's speed can change. */
export function turns(clock: Clock) {
  let waiting: Waiting[] = [];
  let sleeping: { readonly actor: Actor; readonly until: number; readonly wake: () => void }[] = [];
  let begun = 0;
  let steps = 0;
  let actors: readonly Actor[] = [];

  return {
    /** The place of a call in the order of beginnings. */
    begin: () => (begun += 1),
    wait(call: Waiting): void {
      steps += 1;
      if (!call.actor.dead) waiting.push(call);
    },
    /** Pauses an actor; time goes on where nobody does anything. */
    sleep: (sleeper: Actor, milliseconds: number): Promise<void> =>
      new Promise((wake) => {
        steps += 1;
        sleeping.push({ actor: sleeper, until: clock.now() + milliseconds, wake });
      }),
    kill,
    together,
  };

  function kill(dying: Actor): void {
    dying.dead = true;
    waiting = waiting.filter(({ actor }) => actor !== dying);
    sleeping = sleeping.filter(({ actor }) => actor !== dying);
  }

  /** Lets all of them work at the same time, to their ends. */
  async function together<Result>(
    chance: Chance,
    works: readonly Work<Result>[],
  ): Promise<readonly End<Result>[]> {
    const ends: (End<Result> | undefined)[] = works.map(() => undefined);
    actors = works.map(({ actor }) => actor);
    for (const [at, { actor, work }] of works.entries())
      void acting.run(actor, work).then(
        (result) => void (ends[at] = { kind: 'done', result }),
        (failure: unknown) => void (ends[at] = { kind: 'failed', failure }),
      );
    for (let idle = 0; works.some(({ actor }, at) => ends[at] === undefined && !actor.dead);) {
      await settled();
      idle = (await turn(chance)) ? 0 : idle + 1;
      if (idle > STUCK) throw new Error(`nobody does anything: ${actors.map(({ name }) => name).join(', ')}`);
    }
    return ends.map((end) => end ?? { kind: 'died' });
  }

  /** Until every call that is under way waits for its turn, and nobody begins another. */
  async function settled(): Promise<void> {
    for (let quiet = 0; quiet < QUIET;) {
      const before = steps + begun;
      await nextTurn();
      const live = actors.filter(({ dead }) => !dead);
      const open = live.reduce((sum, each) => sum + each.open, 0);
      quiet = before === steps + begun && open === waiting.length ? quiet + 1 : 0;
    }
  }

  /** @returns whether there was anything to do */
  async function turn(chance: Chance): Promise<boolean> {
    const now = clock.now();
    const free = waiting.filter(({ actor }) => actor.heldUntil <= now);
    if (free.length > 0) {
      const next = chance.pick(free.sort((a, b) => a.place - b.place));
      waiting = waiting.filter((each) => each !== next);
      steps += 1;
      await next.serve(chance);
      return true;
    }
    const instants = [...sleeping.map(({ until }) => until), ...waiting.map(({ actor }) => actor.heldUntil)];
    if (instants.length === 0) return false;
    clock.reach(Math.min(...instants));
    const woken = sleeping.filter(({ until }) => until <= clock.now());
    sleeping = sleeping.filter(({ until }) => until > clock.now());
    for (const { wake } of woken) wake();
    steps += 1;
    return true;
  }
}
export type Turns = ReturnType<typeof turns>;
