import { UPSTREAM_FACTS, type Fact, type Round } from './round.ts';

/** What upstream systems told about one round, in one or many events. */
export type RoundFacts = Pick<
  Round,
  'sellerId' | 'recommendationId' | 'recommendation' | 'action' | 'outcome' | 'outcomeShown'
>;

/** Whether `a` is a later report than `b`: by when it happened, then by the id of the event that told it. */
export function isLater(a: Fact, b: Fact): boolean {
  return a.at > b.at || (a.at === b.at && a.id > b.id);
}

/** Of two reports of one fact the later; of one report heard twice the first hearing. */
export function laterOf<T extends Fact>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (isLater(a, b)) return a;
  return isLater(b, a) || b.ingestedAt < a.ingestedAt ? b : a;
}

/** Joins what two sets of events told about one round. Commutative, associative, idempotent: any order, any number of
 *  deliveries, one result.
 *  @throws RangeError when they are about different rounds */
export function mergeFacts(a: RoundFacts, b: RoundFacts): RoundFacts {
  if (a.sellerId !== b.sellerId || a.recommendationId !== b.recommendationId)
    throw new RangeError('mergeFacts requires facts of one round');
  const { sellerId, recommendationId } = a;
  return {
    sellerId,
    recommendationId,
    ...present('recommendation', laterOf(a.recommendation, b.recommendation)),
    ...present('action', laterOf(a.action, b.action)),
    ...present('outcome', laterOf(a.outcome, b.outcome)),
    ...present('outcomeShown', laterOf(a.outcomeShown, b.outcomeShown)),
  };
}

/** One entry a round, in the order in which rounds were first mentioned. */
export function mergeRounds(facts: Iterable<RoundFacts>): RoundFacts[] {
  const byRound = new Map<string, RoundFacts>();
  for (const told of facts) {
    const name = `${told.sellerId}#${told.recommendationId}`;
    const known = byRound.get(name);
    byRound.set(name, known === undefined ? told : mergeFacts(known, told));
  }
  return [...byRound.values()];
}

/** The facts that are there, by name. */
export function factEntries(facts: RoundFacts): [name: (typeof UPSTREAM_FACTS)[number], fact: Fact][] {
  return UPSTREAM_FACTS.flatMap((name) => {
    const fact = facts[name];
    return fact === undefined ? [] : [[name, fact]];
  });
}

function present<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: T });
}
