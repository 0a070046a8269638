import { actor } from './actor.ts';
import { doing } from './actions.ts';
import type { Bug } from './bugs.ts';
import { chance } from './chance.ts';
import type { Action, History, Step } from './history.ts';
import { DAY, HOUR } from './marketplace.ts';
import { virtualPauses } from './virtual-pauses.ts';
import { count } from './witness.ts';
import { worldOf, type World } from './world.ts';
import type { Tables } from '../../test/tables.ts';
import { contents, type Row } from './contents.ts';

/** A history at its end. */
export interface Ended {
  readonly history: History;
  readonly world: World;
  readonly copy: readonly Row[]; // of the facts in the middle, as a restore would bring them back
  readonly delivered: readonly number[]; // events that came to a door
}

/** Lives through a history and lets everything come to its end: what is to be sent again is, and what waits goes out. */
export async function live(history: History, tables: Tables, bug: Bug | null = null): Promise<Ended> {
  const world = worldOf(history, tables, bug);
  const end = virtualPauses(world.turns);
  let copy: readonly Row[] = [];
  try {
    let owed: readonly Action[] = [];
    for (const step of history.steps) {
      owed = await take(world, history.seed, step, owed);
      if (step.id === history.copiedAfter) copy = await contents(tables.client, tables.factsName);
    }
    await settle(world, history, owed);
  } finally {
    end();
  }
  return { history, world, copy, delivered: deliveredIn(history) };
}

function deliveredIn({ steps }: History): readonly number[] {
  const all = steps.flatMap(({ actions }) =>
    actions.flatMap((each) => (each.kind === 'deliver' ? each.events : [])),
  );
  return [...new Set(all)];
}

const AT_ONCE = 6; // actors

/** One step: what it says, and what earlier ones left undone. */
async function take(
  world: World,
  seed: number,
  step: Step,
  owed: readonly Action[],
): Promise<readonly Action[]> {
  world.clock.reach(step.at);
  world.begins(seed, step.id);
  const left: Action[] = [];
  const actions = [...owed, ...step.actions];
  for (let from = 0; from < actions.length; from += AT_ONCE) {
    const some = actions.slice(from, from + AT_ONCE);
    const works = some.map((action, at) => ({
      actor: actor(`${step.id}.${from + at} ${action.kind}`, {
        ...action,
        jumps: world.jumpOf(seed, step.id, from + at),
      }),
      work: () => doing(world, action),
    }));
    for (const action of some)
      count(world.seen.runs, action.kind === 'deliver' ? `intake by ${action.door}` : action.kind);
    const ends = await world.turns.together(chance(seed, 'step', step.id, from), works);
    for (const [at, end] of ends.entries()) {
      const action = some[at];
      if (action === undefined) continue;
      if (end.kind === 'failed') count(world.seen.faults, `failed ${action.kind}: ${nameOf(end.failure)}`);
      if (end.kind === 'done') left.push(...end.result);
      else if (action.kind === 'deliver' || action.kind === 'wave') left.push({ ...action, dies: null });
    }
  }
  return left;
}

function nameOf(failure: unknown): string {
  return failure instanceof Error ? `${failure.name} ${failure.message.slice(0, 80)}` : 'unknown';
}

const LONGEST = 60; // rounds of settling

/** The faults end: senders send again until everything is taken, and the outbox is swept until nothing is due. */
async function settle(world: World, { seed, steps }: History, owed: readonly Action[]): Promise<void> {
  const { clock } = world;
  world.calm();
  const calm = { skew: 0, dies: null };
  let left = owed;
  for (let round = 0; round < LONGEST; round += 1) {
    const events = world.redrive.splice(0);
    const again: Action = { kind: 'deliver', door: 'queue', events, ...calm };
    const actions: readonly Action[] = [again, { kind: 'sweep', ...calm }];
    left = await take(world, seed, { id: steps.length + round, at: clock.now() + HOUR, actions }, left);
    if (left.length === 0 && world.redrive.length === 0) break;
  }
  clock.pass(4 * DAY);
  for (let round = 0; round < 12; round += 1)
    await take(
      world,
      seed,
      { id: 10_000 + round, at: clock.now() + 6 * HOUR, actions: [{ kind: 'sweep', ...calm }] },
      [],
    );
}
