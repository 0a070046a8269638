import { grouped } from './grouping.ts';
import { suppressedSender } from './sender-suppression.ts';
import { suppressedSurvey } from './survey-suppression.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import type { Change } from '../trust/trust-schema.ts';

/** Smallest group of sellers a number is published for. */
export const SMALLEST_GROUP = 5;

const TOO_FEW = `fewer than ${SMALLEST_GROUP} sellers: withheld`;
const COMPLEMENT = 'withheld so that a smaller group cannot be computed by subtraction';

/** Estimates fit to be passed on: numbers of groups below five sellers are withheld. Where the published total and all
 *  other groups would give a withheld one by subtraction, the next smallest group is withheld as well. */
export function suppressSmallGroups(estimates: Estimates): Estimates {
  const { trust } = estimates;
  const withheld = withheldNames(Object.entries(trust.byRecommender).map(([name, { n }]) => ({ name, n })));
  const hide = <T extends Quantity>(name: string, quantity: T): T => {
    const reason = withheld.get(name) ?? (isSmall(quantity) ? TOO_FEW : undefined);
    return reason === undefined ? quantity : withhold(quantity, reason);
  };
  // totals count a seller once a recommender; there are at least as many sellers as the largest group has
  const sellers = Math.max(0, ...Object.values(trust.byRecommender).map(({ n }) => n));
  const total = <T extends Quantity>(quantity: T): T =>
    isSmall(quantity) || (quantity.estimate !== null && sellers < SMALLEST_GROUP)
      ? withhold(quantity, TOO_FEW)
      : quantity;
  return {
    ...estimates,
    ...withoutFewAnswers(estimates, total),
    trust: {
      ...trust,
      overall: total(trust.overall),
      stated: total(trust.stated),
      shown: total(trust.shown),
      inferred: total(trust.inferred),
      withoutSuspects: {
        answers: trust.withoutSuspects.answers,
        overall: total(trust.withoutSuspects.overall),
        stated: total(trust.withoutSuspects.stated),
        shown: total(trust.withoutSuspects.shown),
      },
      planError: { variance: total(trust.planError.variance), corrected: total(trust.planError.corrected) },
      byRecommender: mapped(trust.byRecommender, hide),
      ...suppressedChange(trust, { hide, total }),
      contrasts: trust.contrasts.map((each) => ({
        ...each,
        difference: hide(each.first, hide(each.second, each.difference)),
      })),
      calibration: {
        slope: total(trust.calibration.slope),
        acrossSellers: total(trust.calibration.acrossSellers),
        acrossRecommenders: acrossRecommenders(trust.calibration.acrossRecommenders, sellers),
        gap: total(trust.calibration.gap),
        byRecommender: mapped(trust.calibration.byRecommender, (name, each) => ({
          trust: hide(name, each.trust),
          fidelity: hide(name, each.fidelity),
          deserved: hide(name, each.deserved),
          gap: hide(name, each.gap),
        })),
      },
    },
    since: suppressedSince(estimates.since, { hide, total }),
    evolution: suppressedEvolution(estimates.evolution),
    ...suppressedSurvey(estimates, SMALLEST_GROUP),
    stress: estimates.stress
      .filter(({ segment }) => segment === 'all' || !withheld.has(segment))
      .map((each) => Object.assign({}, each, { start: total(each.start) })),
    sender: estimates.sender
      .filter(({ recommender, sellers: judged }) => !withheld.has(recommender) && judged >= SMALLEST_GROUP)
      .map((row) => suppressedSender(row, (quantity) => hide(row.recommender, quantity))),
    dynamics: estimates.dynamics.filter(
      ({ segment, sequences }) =>
        segment === 'all' || (!withheld.has(segment) && sequences >= SMALLEST_GROUP),
    ),
  };
}

/** Its n counts recommenders, of which there are few; who could be told from it are the sellers behind them. */
function acrossRecommenders<T extends Quantity>(quantity: T, sellers: number): T {
  return quantity.estimate !== null && sellers < SMALLEST_GROUP ? withhold(quantity, TOO_FEW) : quantity;
}

/** Bounds of what everybody would answer tell what so few answered. */
function withoutFewAnswers(
  { nonresponse, growth }: Estimates,
  total: Hiding['total'],
): Pick<Estimates, 'nonresponse' | 'growth'> {
  const few = nonresponse.answered < SMALLEST_GROUP;
  return {
    nonresponse: {
      ...nonresponse,
      corrected: total(nonresponse.corrected),
      ...(few && { lowest: null, highest: null }),
    },
    growth: { ...growth, association: total(growth.association) },
  };
}

interface Hiding {
  readonly hide: <T extends Quantity>(name: string, quantity: T) => T;
  readonly total: <T extends Quantity>(quantity: T) => T;
}

/** Who had decided by an earlier cut is a group of its own by recommender, with the total beside it. */
function suppressedSince(since: Estimates['since'], { hide, total }: Hiding): Estimates['since'] {
  if (since === null) return null;
  const groups = Object.entries(since.byRecommender).map(([name, { n }]) => ({ name, n }));
  const small = withheldNames(groups);
  return {
    ...since,
    overall: total(since.overall),
    byRecommender: mapped(since.byRecommender, (name, change) =>
      withoutSmall(small, name, hide(name, change)),
    ),
  };
}

function withoutSmall<T extends Quantity>(names: ReadonlyMap<string, string>, name: string, quantity: T): T {
  const reason = quantity.estimate === null ? undefined : names.get(name);
  return reason === undefined ? quantity : withhold(quantity, reason);
}

/** Who stayed and who left are groups of their own, by recommender, with totals beside them. */
function suppressedChange(
  { change, attribution }: Estimates['trust'],
  { hide, total }: Hiding,
): Pick<Estimates['trust'], 'change' | 'attribution'> {
  const groups = Object.entries(change.byRecommender);
  const stayed = withheldNames(groups.map(([name, { n }]) => ({ name, n })));
  const left = withheldNames(groups.map(([name, { exits }]) => ({ name, n: exits.sellers })));
  const own = (name: string) => ({
    stayed: <T extends Quantity>(quantity: T): T => withoutSmall(stayed, name, hide(name, quantity)),
    left: <T extends Quantity>(quantity: T): T => withoutSmall(left, name, hide(name, quantity)),
  });
  return {
    change: {
      overall: hideChange(change.overall, { stayed: total, left: total }),
      byRecommender: mapped(change.byRecommender, (name, each) => hideChange(each, own(name))),
    },
    attribution: mapped(attribution, (name, each) => ({
      ...each,
      builders: own(name).stayed(each.builders),
      busters: own(name).stayed(each.busters),
      drift: own(name).stayed(each.drift),
    })),
  };
}

type Hide = <T extends Quantity>(quantity: T) => T;

function hideChange(change: Change, { stayed, left }: { stayed: Hide; left: Hide }): Change {
  const { start, exits } = change;
  return { ...stayed(change), start: stayed(start), exits: { ...exits, trust: left(exits.trust) } };
}

const isSmall = ({ n, estimate }: Quantity) => estimate !== null && n < SMALLEST_GROUP;

function withhold<T extends Quantity>(quantity: T, reason: string): T {
  const anytime = 'anytime' in quantity ? { anytime: { lower: null, upper: null, reason } } : {};
  return { ...quantity, estimate: null, lower: null, upper: null, se: null, reason, ...anytime };
}

function mapped<Value>(
  record: Readonly<Record<string, Value>>,
  change: (name: string, value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]));
}

/** Groups to withhold, with the reason. What is withheld must itself be two groups or more with five sellers or more in
 *  all, or the published total would give it away: the next smallest groups go with it. */
function withheldNames(groups: readonly { name: string; n: number }[]): ReadonlyMap<string, string> {
  const bySize = groups.filter(({ n }) => n > 0).toSorted((a, b) => a.n - b.n || (a.name < b.name ? -1 : 1));
  const withheld = new Map<string, string>();
  let sellers = 0;
  for (const { name, n } of bySize) {
    const isHidden = withheld.size > 0 && (withheld.size < 2 || sellers < SMALLEST_GROUP);
    if (n >= SMALLEST_GROUP && !isHidden) break;
    withheld.set(name, n < SMALLEST_GROUP ? TOO_FEW : COMPLEMENT);
    sellers += n;
  }
  return withheld;
}

/** Within each period the recommenders are the groups. */
function suppressedEvolution(evolution: Estimates['evolution']): Estimates['evolution'] {
  const periods = grouped(evolution, ({ period }) => period);
  return evolution.map((cell) => {
    const groups = (periods.get(cell.period) ?? []).map(({ recommender, sellers }) => ({
      name: recommender,
      n: sellers,
    }));
    return withheldNames(groups).has(cell.recommender)
      ? { ...cell, mean: null, lower: null, upper: null }
      : cell;
  });
}
