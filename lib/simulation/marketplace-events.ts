import { addDays, type Instant } from '../domain/instant.ts';
import { mindOf, type Mind } from './behaviour.ts';
import { reasonsFor, REGIONS, SIZES, wareTitle } from './catalogue.ts';
import { exposureEvents, liftOf, plantedProcesses, processEvents } from './marketplace-processes.ts';
import { senderSide } from './marketplace-sender.ts';
import * as rates from './marketplace-settings.ts';
import { qualityOf, type MarketplaceSettings, type Quality } from './marketplace-settings.ts';
import { streams, type Stream } from './stream.ts';

/** One upstream event as it goes to the intake door: CloudEvents 1.0. */
export interface SimulatedEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MarketplaceTruth {
  readonly schema: 'seller-trust/truth@1';
  readonly theory: 'trust-embedded';
  readonly seed: number;
  readonly directions: Readonly<Record<string, 'up' | 'down'>>;
  /** By recommender: the planted parameters, and the sellers' mean trust at the start and now. */
  readonly recommenders: Readonly<
    Record<
      string,
      { parameters: Readonly<Record<string, number>>; meanTrustAtStart: number; meanTrustNow: number }
    >
  >;
}

/** A marketplace of trust-embedded sellers as its upstream systems would report it: sellers, recommendations with prior
 *  plans, actions for most of them, outcomes, and whether the seller was shown them; in time order. Rounds of the last
 *  week are open: issued, not yet acted on, so that there is something to ask. */
export function marketplaceEvents(settings: MarketplaceSettings): {
  events: readonly SimulatedEvent[];
  truth: MarketplaceTruth;
} {
  const source = streams(settings.seed);
  const lotteries = streams(settings.seed ^ LOTTERY);
  const minds: Record<string, { mind: Mind; start: number }[]> = {};
  const planted = settings.experiments === true ? plantedProcesses(settings) : [];
  const events: SimulatedEvent[] = [...processEvents(planted)];
  for (let number = 1; number <= settings.sellers; number += 1) {
    const stream = source.next().value;
    const lottery = lotteries.next().value;
    const seller = `seller-${String(number).padStart(4, '0')}`;
    events.push(described(seller, number, settings, stream), ...exposureEvents(planted, seller));
    for (const recommender of settings.recommenders) {
      const quality = qualityOf(recommender);
      const behaviour = { ...rates.MARKETPLACE_BEHAVIOUR, initialMean: quality.initialMean };
      const mind = mindOf({ theory: 'trust-embedded' }, behaviour, signOf(quality), stream);
      (minds[recommender] ??= []).push({ mind, start: mind.trust ?? 0 });
      events.push(
        ...history(seller, recommender, quality, mind, settings, {
          stream,
          lottery,
          lift: (at) => liftOf(planted, seller, at),
        }),
      );
    }
  }
  events.sort((one, other) => compare(one.time, other.time) || compare(one.id, other.id));
  return { events, truth: truthOf(settings, minds) };
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const signOf = ({ direction }: Quality): 1 | -1 => (direction === 'up' ? 1 : -1);

function described(
  seller: string,
  number: number,
  settings: MarketplaceSettings,
  stream: Stream,
): SimulatedEvent {
  const data = {
    sellerId: seller,
    displayName: `Shop ${number}`,
    email: `${seller}@example.com`,
    locale: 'en',
    timeZone: 'Europe/Berlin',
    segments: { region: stream.pick(REGIONS), size: stream.pick(SIZES) },
    covariates: { years_selling: Math.floor(12 * stream.uniform()) },
  };
  return event('seller.described', 'sellers', seller, addDays(settings.now, -7 * settings.weeks - 1), data);
}

const LOTTERY = 0x2545_f491; // what is logged beside a recommendation: apart from what happens

interface Chance {
  readonly stream: Stream; // what happens
  readonly lottery: Stream; // what the marketplace draws
  readonly lift: (at: Instant) => number; // what processes add to trust
}

/** One seller's rounds with one recommender, oldest first. */
function* history(
  seller: string,
  recommender: string,
  quality: Quality,
  mind: Mind,
  settings: MarketplaceSettings,
  { stream, lottery, lift }: Chance,
): Generator<SimulatedEvent> {
  const usual = Math.log(quality.lowest) + Math.log(quality.highest / quality.lowest) * stream.uniform();
  const title = wareTitle(stream);
  const value = (log: number) => Number(Math.exp(usual + log).toFixed(quality.decimals));
  const hour = 0.3 * stream.uniform();
  for (let week = settings.weeks; week >= 1; week -= 1) {
    const recommendationId = `${recommender}-${seller.slice(7)}-${String(settings.weeks - week + 1).padStart(2, '0')}`;
    const y = rates.OUTCOME_SD * stream.normal();
    const p = y + rates.PLAN_SD * stream.normal();
    const error = quality.recommendationSd * stream.normal();
    const m = y + signOf(quality) * quality.bias + error;
    const round = { sellerId: seller, recommendationId };
    const say = (type: string, at: Instant, data: Readonly<Record<string, unknown>>) =>
      event(type, recommender, `${recommendationId}.${type.split('.')[1] ?? ''}`, at, { ...round, ...data });
    const issuedAt = addDays(settings.now, -7 * week + 1 + hour + 0.5 * stream.uniform());
    yield say('recommendation.issued', issuedAt, {
      recommender,
      value: value(m),
      unit: quality.unit,
      lowerBound: Number((Math.exp(usual) / 20).toPrecision(2)),
      upperBound: Number((Math.exp(usual) * 20).toPrecision(2)),
      title,
      reasons: stream.uniform() < rates.REASONS_SHOWN ? reasonsFor(recommender, p, m, stream) : [],
      expiresAt: addDays(issuedAt, 14),
      priorPlan: value(p),
      ...senderSide({ p, m, error, value }, quality, lottery),
    });
    const acts = stream.uniform();
    const actedAt = addDays(issuedAt, 0.1 + 2 * stream.uniform());
    const chosen = value(mind.choose(p, m, lift(issuedAt)));
    if (week === 1) return;
    if (acts < rates.NEVER_OPENED) yield say('seller.acted', actedAt, { response: 'none' });
    else if (acts > rates.NEVER_OPENED + rates.ACTION_UNKNOWN) {
      yield say('seller.acted', actedAt, { response: wordFor(chosen, value(m), value(p)), chosen });
    }
    if (stream.uniform() < rates.OUTCOME_UNKNOWN) continue;
    yield say('outcome.observed', addDays(issuedAt, 4), { value: value(y) });
    if (stream.uniform() > rates.OUTCOME_SHOWN) continue;
    yield say('outcome.shown', addDays(issuedAt, 4.1), {});
    mind.see(p, m, y);
  }
}

const wordFor = (chosen: number, recommended: number, plan: number) =>
  chosen === recommended ? 'accept' : chosen === plan ? 'keep' : 'adjust';

function event(
  type: string,
  system: string,
  id: string,
  time: Instant,
  data: SimulatedEvent['data'],
): SimulatedEvent {
  return { specversion: '1.0', id, source: `/simulated-marketplace/${system}`, type, time, data };
}

function truthOf(
  { seed, recommenders }: MarketplaceSettings,
  minds: Readonly<Record<string, readonly { mind: Mind; start: number }[]>>,
): MarketplaceTruth {
  const { initialSd, gain, loss, driftSd, noiseSd } = rates.MARKETPLACE_BEHAVIOUR;
  const each = recommenders.map((name) => {
    const { initialMean } = qualityOf(name);
    const held = minds[name] ?? [];
    const truth = {
      parameters: { initialMean, initialSd, gain, loss, driftSd, noiseSd, gapSlope: 0 },
      meanTrustAtStart: mean(held.map(({ start }) => start)),
      meanTrustNow: mean(held.map(({ mind }) => mind.trust ?? 0)),
    };
    return [name, truth] as const;
  });
  const directions = Object.fromEntries(recommenders.map((name) => [name, qualityOf(name).direction]));
  return {
    schema: 'seller-trust/truth@1',
    theory: 'trust-embedded',
    seed,
    directions,
    recommenders: Object.fromEntries(each),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
