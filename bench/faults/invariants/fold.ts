import type { UpstreamEvent } from '../../../lib/rounds/event.ts';
import { factOf } from '../../../lib/rounds/to-facts.ts';
import type { Invariant, View } from './view.ts';

type Reports = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** R5: the same events any number of times in any order give one state: that of the accepted ones put in order and laid one
 *  upon the other. This fold knows nothing of tables, of batches or of the product's merging. */
export const sameAsFold: Invariant = (view) => differences(expected(view.accepted, view.erased), found(view));

/** What each fact must be: of its reports the one with the greatest (time, id). */
export function expected(events: readonly UpstreamEvent[], erased: ReadonlySet<string>): Reports {
  const facts = new Map<string, Readonly<Record<string, unknown>>>();
  const stamped = events.map((event) => ({ event, ...factOf(event, event.time) }));
  stamped.sort((a, b) => (a.at === b.at ? order(a.id, b.id) : order(a.at, b.at)));
  for (const { event, at, id } of stamped) {
    const place = placeOf(event);
    if (place === undefined || ('sellerId' in event.data && erased.has(event.data.sellerId))) continue;
    facts.set(place.name, { at, id, ...place.what });
  }
  return facts;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeOf(
  event: UpstreamEvent,
): { name: string; what: Readonly<Record<string, unknown>> } | undefined {
  switch (event.type) {
    case 'recommendation.issued': {
      const { sellerId, recommendationId, ...what } = event.data;
      return { name: `${sellerId} ${recommendationId} recommendation`, what: { reasons: [], ...what } };
    }
    case 'seller.acted': {
      const { sellerId, recommendationId, ...what } = event.data;
      return { name: `${sellerId} ${recommendationId} action`, what };
    }
    case 'outcome.observed': {
      const { sellerId, recommendationId, ...what } = event.data;
      return { name: `${sellerId} ${recommendationId} outcome`, what };
    }
    case 'outcome.shown':
      return { name: `${event.data.sellerId} ${event.data.recommendationId} outcomeShown`, what: {} };
    case 'seller.described': {
      const { sellerId, ...what } = event.data;
      return { name: `${sellerId} seller`, what: { segments: {}, covariates: {}, ...what } };
    }
    case 'process.changed':
      return { name: `process ${event.data.process}`, what: { entry: event.data } };
    case 'seller.exposed': {
      const { sellerId, recommendationId, process, dose = 1, arm } = event.data;
      const when = recommendationId === undefined ? event.time.slice(0, 10) : event.time;
      const name = `${sellerId} ${recommendationId ?? ''} exposure ${process} ${when}`;
      return { name, what: { process, dose, ...(arm !== undefined && { arm }) } };
    }
    default:
      return undefined; // what they change stands in the contact state and the ledger
  }
}

/** The same of what the table holds. */
export function found({ rows, processes }: Pick<View, 'rows' | 'processes'>): Reports {
  const facts = new Map<string, Readonly<Record<string, unknown>>>();
  for (const row of rows) {
    if (row.kind === 'seller') {
      if (row.seller) facts.set(`${row.sellerId} seller`, { ...row.seller });
      for (const exposure of row.exposures)
        facts.set(`${row.sellerId}  exposure ${exposure.process} ${exposure.at.slice(0, 10)}`, {
          ...exposure,
        });
    }
    if (row.kind !== 'round') continue;
    const { recommendationId, recommendation, action, outcome, outcomeShown, exposures = [] } = row.round;
    const about = `${row.sellerId} ${recommendationId}`;
    for (const [name, fact] of Object.entries({ recommendation, action, outcome, outcomeShown }))
      if (fact !== undefined) facts.set(`${about} ${name}`, { ...fact });
    for (const exposure of exposures)
      if (exposure.id.startsWith('market/'))
        facts.set(`${about} exposure ${exposure.process} ${exposure.at}`, { ...exposure });
  }
  for (const { process, versions } of processes) {
    const last = versions.at(-1);
    if (last !== undefined) facts.set(`process ${process}`, { ...last });
  }
  return facts;
}

export function differences(wanted: Reports, is: Reports): string[] {
  const names = new Set([...wanted.keys(), ...is.keys()]);
  return [...names].flatMap((name) => {
    const [a, b] = [text(wanted.get(name)), text(is.get(name))];
    return a === b ? [] : [`${name} is ${b}, and the events say ${a}`];
  });
}

/** Without when we heard it, in the order of names. */
function text(fact: Readonly<Record<string, unknown>> | undefined): string {
  if (fact === undefined) return 'absent';
  const { ingestedAt: _heard, ...rest } = fact;
  return JSON.stringify(rest, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => order(x, y)))
      : value,
  );
}
