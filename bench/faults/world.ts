import { tenantsByNumber } from '../../lib/link/token.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { outbox } from '../../lib/store/outbox.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import type { Parcel } from '../../lib/post/delivery.ts';
import { RING, TENANT } from '../../test/survey/marketplace.ts';
import type { Tables } from '../../test/tables.ts';
import { acting, type Actor } from './actor.ts';
import { type Bug, broken, miswritten } from './bugs.ts';
import { chance as chanceOf, type Chance } from './chance.ts';
import { clockFrom, jump } from './clock.ts';
import { filling } from './full-disk.ts';
import type { History } from './history.ts';
import { CALM, faultFor, hold, isRead, NO_ROOM, withFault } from './injector.ts';
import { START } from './marketplace.ts';
import { turns as turnsOf } from './turns.ts';
import { faultyClient, type Between } from './wire.ts';
import { count, sawWrite, witness } from './witness.ts';

/** The marketplace of every history: much is asked, at any hour but her nights, and reminded once. */
export const MARKET: Tenant = {
  ...TENANT,
  answerDays: 5,
  outreach: {
    quietDays: 2,
    perQuarter: 13,
    quietHours: { from: '22:00', to: '07:00' },
    timeZone: 'Europe/Vienna',
    remindAfterDays: [2],
  },
};

const FULL = 0.04; // share of the steps

/** One history's world: the product's parts on one client that meets faults, the true time, and what was seen. */
export function worldOf(
  { told, rates, doubt }: Pick<History, 'told' | 'rates' | 'doubt'>,
  tables: Tables,
  bug: Bug | null = null,
) {
  const clock = clockFrom(START);
  const turns = turnsOf(clock);
  const seen = witness();
  const state = { rates, ids: 0, calm: false, full: false };
  const client = faultyClient(tables.engine, turns, between);
  const names = { facts: tables.factsName, ledger: tables.ledgerName };
  const parts = broken(bug, {
    facts: factsTable(client, names.facts),
    ledger: ledgerTable(client, names.ledger, RING),
    outbox: outbox(client, names.facts),
  });
  const newId = () => String((state.ids += 1)).padStart(22, 'x');
  return {
    tenant: MARKET,
    told,
    doubt,
    tables,
    clock,
    turns,
    seen,
    client,
    ...parts,
    eraser: sellerEraser(client, names, RING),
    files: filling(memoryFiles(), () => {
      if (state.full) count(seen.faults, 'disk full');
      return state.full;
    }),
    keyRing: RING,
    tenants: tenantsByNumber([MARKET]),
    newId,
    bug,
    receives: new Map<string, number>(), // of messages of the queue
    redrive: [] as number[], // events that were set aside
    leftOpen: [] as LeftOpen[],
    /** From now on nothing goes wrong. */
    calm: () => void Object.assign(state, { rates: CALM, calm: true, full: false }),
    /** Now and then the disk is full for a step: what writes is refused. */
    begins: (seed: number, step: number) =>
      void (state.full = !state.calm && chanceOf(seed, 'disk', step).happens(FULL)),
    /** Now and then the clock of a running function is set. */
    jumpOf: (seed: number, step: number, place: number) =>
      state.calm ? null : jump(chanceOf(seed, 'jump', step, place)),
    /** Past all faults, for checks. */
    plain: {
      facts: factsTable(tables.client, names.facts),
      ledger: ledgerTable(tables.client, names.ledger, RING),
      outbox: outbox(tables.client, names.facts),
    },
    outside,
    checking,
  };

  function between(...[call, actor, chance]: Parameters<Between>): ReturnType<Between> {
    const send: typeof call.send = async (input) => {
      const answer = await call.send(miswritten(bug, input));
      sawWrite(seen, MARKET.id, call.operation, input, answer, clock.now());
      return answer;
    };
    return met(actor, chance, async () => {
      count(seen.calls, call.operation);
      if (state.full && !isRead(call.operation)) {
        count(seen.faults, 'disk full');
        return NO_ROOM;
      }
      const fault = faultFor(call.operation, state.rates, chance);
      if (fault !== undefined) count(seen.faults, fault);
      if (fault === undefined) return send(call.input);
      if (fault === 'held') hold(actor, clock.now(), chance);
      return withFault(fault, { ...call, send }, chance);
    });
  }

  /** A call takes some time, and the actor may be killed before or after it. */
  async function met<Result>(
    actor: Actor,
    chance: Chance,
    work: () => Promise<Result>,
  ): Promise<Result | 'died'> {
    actor.calls += 1;
    if (actor.jumps?.call === actor.calls) {
      count(seen.faults, actor.jumps.to > actor.skew ? 'clock set forward' : 'clock set back');
      actor.skew = actor.jumps.to;
    }
    clock.pass(1 + chance.below(20));
    const when = actor.dies?.call === actor.calls ? actor.dies.when : undefined;
    const die = (): 'died' => {
      count(seen.faults, `killed ${when}`);
      turns.kill(actor);
      return 'died';
    };
    if (when === 'before') return die();
    try {
      return await work();
    } finally {
      if (when === 'after') die();
    }
  }

  /** An effect on the world outside, such as a mail, which waits for its turn as calls do. */
  function outside<Result>(effect: (chance: Chance) => Result): Promise<Result> {
    const actor = acting.getStore();
    if (actor === undefined) throw new RangeError('outside requires an actor');
    actor.open += 1;
    return new Promise<Result>((resolve, reject) => {
      const serve = async (chance: Chance) => {
        try {
          const result = await met(actor, chance, async () => effect(chance));
          if (!actor.dead) resolve(result as Result);
        } catch (failure) {
          reject(failure instanceof Error ? failure : new Error(String(failure)));
        }
      };
      turns.wait({ actor, place: turns.begin(), serve });
    }).finally(() => void (actor.open -= 1));
  }
}
export type World = ReturnType<typeof worldOf>;

/** A page that a seller opened and has not sent yet. */
interface LeftOpen {
  readonly mail: Parcel;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

/** A look past all faults in the middle of an actor's work; nobody else's turn comes meanwhile. */
async function checking<Result>(look: () => Promise<Result>): Promise<Result> {
  const actor = acting.getStore();
  if (actor !== undefined) actor.open += 1;
  try {
    return await acting.exit(look);
  } finally {
    if (actor !== undefined) actor.open -= 1;
  }
}
