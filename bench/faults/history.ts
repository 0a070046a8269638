import { chance, type Chance } from './chance.ts';
import { SKEW } from './clock.ts';
import { CALM, FAULTS, type Rates } from './injector.ts';
import { DAY, HOUR, marketplace, START, type Scale, type Told } from './marketplace.ts';

/** How an actor's run may go wrong: its clock is off, or it is killed before or after its n-th call. */
export interface Fate {
  readonly skew: number; // milliseconds
  readonly dies: { readonly call: number; readonly when: 'before' | 'after' } | null;
}

export type Doing = 'answers' | 'twice' | 'two tabs' | 'changes' | 'stops' | 'looks' | 'late';
export type Door = 'http' | 'queue' | 'file';

export type Action = Fate & Deed;

type Deed =
  | { readonly kind: 'deliver'; readonly door: Door; readonly events: readonly number[] }
  | { readonly kind: 'wave'; readonly scheduledAt: number }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'seller'; readonly mail: number; readonly doing: Doing }
  | { readonly kind: 'link'; readonly mail: number; readonly change: 'revoke' | 'extend' | 'reissue' };

/** Actions that happen at the same time. */
export interface Step {
  readonly id: number;
  readonly at: number; // milliseconds since 1970; not before
  readonly actions: readonly Action[];
}

/** What is to happen, as data: the same seed gives the same, and a part of it can be run by itself. */
export interface History {
  readonly seed: number;
  readonly rates: Rates;
  readonly doubt: number; // share of the mails of which nobody hears whether they went out
  readonly told: readonly Told[];
  readonly steps: readonly Step[];
  readonly copiedAfter: number; // id of the step after which the copy is made that is restored in the end
}

export function historyOf(seed: number, scale: Scale): History {
  const by = chance(seed, 'steps');
  // some are about erasures and killed functions above all
  const [erased, killed] = by.happens(0.3) ? [0.6, 0.5] : [scale.erased ?? 0.1, 0.12];
  const told = marketplace(seed, { ...scale, erased });
  const count = Math.max(12, Math.ceil(told.length / (scale.eventsAStep ?? 30)));
  const end = START + (scale.days + 15) * DAY;
  const times = Array.from({ length: count }, () => START + by.uniform() * (end - START)).sort(
    (a, b) => a - b,
  );
  const due = deliveries(told, times, by);
  const largest = (scale.eventsAStep ?? 30) > 30 ? 600 : 200; // three times, and a door takes 2,000
  const steps = times.map((at, id) => {
    const events = by.shuffled(due[id] ?? []);
    const deeds = [...doors(events, by, largest), ...others(at, by)];
    const actions = deeds.map((deed): Action => Object.assign(deed, fateOf(by, killed)));
    return { id, at: Math.floor(at), actions };
  });
  return {
    seed,
    rates: ratesOf(by),
    doubt: by.pick([0.05, 0.05, 0.4]),
    told,
    steps,
    copiedAfter: by.below(count),
  };
}

/** For each step the events that arrive in it: each at least once, not before it happened, some many times and late. */
function deliveries(told: readonly Told[], times: readonly number[], by: Chance): number[][] {
  const due: number[][] = times.map(() => []);
  const last = times.length - 1;
  for (const [index, { at }] of told.entries()) {
    const first = times.findIndex((time) => time >= at);
    if (first === -1) continue;
    do {
      const late = by.happens(0.7) ? by.below(3) : by.below(times.length);
      due[Math.min(last, first + late)]?.push(index);
    } while (by.happens(0.45));
  }
  return due;
}

function doors(events: readonly number[], by: Chance, largest: number): Deed[] {
  const actions: Deed[] = [];
  for (let from = 0; from < events.length;) {
    const most = by.pick([10, 40, largest]);
    const door = most === 10 ? 'queue' : by.pick<Door>(['http', 'http', 'file']);
    const some = events.slice(from, from + most);
    // senders repeat themselves; a queue names each message once
    const repeated = door === 'queue' ? some : by.shuffled([...some, ...some, ...some]);
    actions.push({ kind: 'deliver', door, events: repeated });
    from += most;
  }
  return actions;
}

function others(at: number, by: Chance): Deed[] {
  const actions: Deed[] = [];
  const scheduledAt = Math.floor(at / HOUR) * HOUR;
  // a schedule fires twice, and a machine hands out a range twice
  if (by.happens(0.4))
    for (let n = by.happens(0.4) ? 2 : 1; n > 0; n -= 1) actions.push({ kind: 'wave', scheduledAt });
  for (let n = by.below(4); n > 0; n -= 1) actions.push({ kind: 'sweep' });
  for (let n = by.below(10); n > 0; n -= 1) {
    const doing = by.pick(DOINGS);
    actions.push({ kind: 'seller', mail: by.below(1000), doing });
  }
  if (by.happens(0.15)) {
    const change = by.pick(['revoke', 'extend', 'reissue'] as const);
    actions.push({ kind: 'link', mail: by.below(1000), change });
  }
  return actions;
}

const DOINGS: readonly Doing[] = [
  'answers',
  'answers',
  'answers',
  'twice',
  'two tabs',
  'changes',
  'stops',
  'looks',
  'late',
];

function fateOf(by: Chance, killed: number): Fate {
  const when = by.pick(['before', 'after'] as const);
  const call = 1 + Math.floor(60 ** by.uniform());
  return {
    skew: by.happens(0.5) ? 0 : Math.floor((2 * by.uniform() - 1) * SKEW),
    dies: by.happens(killed) ? { call, when } : null,
  };
}

/** Some histories are calm but for one kind of fault, some meet them all. */
function ratesOf(by: Chance): Rates {
  const weather = by.uniform();
  if (weather < 0.1) return CALM;
  if (weather < 0.5) return { ...CALM, [by.pick(FAULTS)]: 0.1 };
  return Object.fromEntries(FAULTS.map((fault) => [fault, by.uniform() * 0.02])) as Rates;
}
