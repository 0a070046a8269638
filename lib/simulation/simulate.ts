import type { RoundRow } from '../rounds/row.ts';
import { mindOf, type Kind } from './behaviour.ts';
import { CLASSES, type Class, type SimulatedRecommender, type SimulationSettings } from './settings.ts';
import { streams, type Stream } from './stream.ts';
import { classOf, truthOf, type Truth } from './truth.ts';

export interface Simulation {
  readonly rows: readonly RoundRow[]; // lines as in the file they make: 2 is the first
  readonly truth: Truth;
}

/** A marketplace with planted truth. On the log scale, around a positive level so that values look like units and prices:
 *      y ~ N(0, outcomeSd^2)   p = y + N(0, planSd^2)   m = y + sign bias + N(0, recommendationSd^2)
 *  and the seller chooses by her theory (models.md 2.4, 5.3, 6.12). One random stream a seller.
 *  @throws RangeError for settings outside their ranges */
export function simulate(settings: SimulationSettings): Simulation {
  check(settings);
  const rows: RoundRow[] = [];
  const members: Class[] = [];
  const source = streams(settings.seed);
  const digits = String(settings.sellers).length;
  for (let seller = 1; seller <= settings.sellers; seller += 1) {
    const stream = source.next().value;
    const member = classOf(stream.uniform(), settings.shares);
    const sellerId = `s${String(seller).padStart(digits, '0')}`;
    members.push(member);
    for (const recommender of settings.recommenders) {
      for (const row of sequence(KINDS[member], recommender, settings, stream)) {
        rows.push({ ...row, sellerId, line: rows.length + 2 });
      }
    }
  }
  return { rows, truth: truthOf(settings, members) };
}

const KINDS: Readonly<Record<Class, Kind>> = {
  TE: { theory: 'trust-embedded' },
  L0: { theory: 'level-k', k: 0 },
  L1: { theory: 'level-k', k: 1 },
  L2: { theory: 'level-k', k: 2 },
  BAB: { theory: 'babbling' },
};

function* sequence(
  kind: Kind,
  recommender: SimulatedRecommender,
  settings: SimulationSettings,
  stream: Stream,
): Generator<RoundRow> {
  const sign = recommender.direction === 'up' ? 1 : -1;
  const mind = mindOf(kind, settings, sign, stream);
  const value = (log: number) => Number((recommender.level * Math.exp(log)).toPrecision(9));
  for (let round = 1; round <= settings.rounds; round += 1) {
    const y = settings.outcomeSd * stream.normal();
    const p = y + settings.planSd * stream.normal();
    const m = y + sign * settings.bias + settings.recommendationSd * stream.normal();
    const chosen = mind.choose(p, m);
    const outcomeSeen = stream.uniform() < settings.seenShare;
    if (outcomeSeen) mind.see(p, m, y);
    yield {
      ...UNKNOWN,
      recommender: recommender.name,
      position: round,
      unit: recommender.unit,
      priorPlan: value(p),
      recommended: value(m),
      chosen: value(chosen),
      outcome: value(y),
      outcomeSeen,
    };
  }
}

const UNKNOWN = {
  line: 0,
  sellerId: '',
  askedAt: null,
  lowerBound: null,
  upperBound: null,
  trustRating: null,
  outcomeSeenPosition: null,
  response: null,
  result: null,
  processes: {},
  segments: {},
  covariates: {},
} as const;

function check(settings: SimulationSettings): void {
  const { sellers, rounds, seed, shares } = settings;
  for (const [name, count] of Object.entries({ sellers, rounds })) {
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`simulate requires at least one of ${name}, got ${count}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`simulate requires a whole seed, got ${seed}`);
  const sum = CLASSES.reduce((total, name) => total + shares[name], 0);
  if (Math.abs(sum - 1) > 1e-9) throw new RangeError(`simulate requires shares that add up to 1, got ${sum}`);
}
