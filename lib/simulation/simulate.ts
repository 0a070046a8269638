import type { RoundRow } from '../rounds/row.ts';
import type { Kind } from './behaviour.ts';
import { checkConditions, checkProcesses } from './conditions.ts';
import { historyOf, type SimulatedSeller } from './history.ts';
import { CLASSES, type Class, type SimulationSettings } from './settings.ts';
import { streams } from './stream.ts';
import { Tally } from './tally.ts';
import { truthOf, type SellerTruth, type Truth } from './truth.ts';

export interface Simulation {
  readonly rows: readonly RoundRow[]; // lines as in the file they make: 2 is the first
  readonly truth: Truth;
  /** By seller and recommender, in the order of `rows`; those who left are in it also where the file is silent about them. */
  readonly sellers: readonly SellerTruth[];
}

/** A marketplace with planted truth. Each seller has a random stream for what she meets and does, one for what
 *  becomes of it in the file, and one for jitter and repeated questions.
 *  @throws RangeError for settings outside their ranges */
export function simulate(settings: SimulationSettings): Simulation {
  check(settings);
  const rows: RoundRow[] = [];
  const sellers: SellerTruth[] = [];
  const tally = new Tally(settings);
  for (const { seller, member } of sellersOf(settings)) {
    tally.addSeller(member, seller);
    for (const recommender of settings.recommenders) {
      const history = historyOf(seller, recommender, settings, rows.length + 2);
      const inFile = !(settings.survivorsOnly && history.left);
      if (inFile) rows.push(...history.rows);
      tally.addHistory(recommender.name, history, inFile);
      sellers.push({
        sellerId: seller.sellerId,
        recommender: recommender.name,
        rounds: history.rows.length,
        trust: history.trustNow,
        class: member,
        left: history.left,
        exposedTo: seller.exposedTo.map(({ name }) => name),
      });
    }
  }
  return { rows, truth: truthOf(settings, tally), sellers };
}

const KINDS: Readonly<Record<Class, Kind>> = {
  TE: { theory: 'trust-embedded' },
  L0: { theory: 'level-k', k: 0 },
  L1: { theory: 'level-k', k: 1 },
  L2: { theory: 'level-k', k: 2 },
  BAB: { theory: 'babbling' },
};

function* sellersOf(settings: SimulationSettings): Generator<{ seller: SimulatedSeller; member: Class }> {
  const own = streams(settings.seed);
  const clerks = streams(~settings.seed);
  const lotteries = streams(settings.seed ^ LOTTERY);
  const digits = String(settings.sellers).length;
  for (let number = 1; number <= settings.sellers; number += 1) {
    const stream = own.next().value;
    const clerk = clerks.next().value;
    const lottery = lotteries.next().value;
    const member = classOf(stream.uniform(), settings.shares);
    const seller = {
      sellerId: `s${String(number).padStart(digits, '0')}`,
      kind: KINDS[member],
      blind: clerk.uniform() < settings.unseenSellers,
      exposedTo: settings.processes.filter(({ share }) => clerk.uniform() < share),
      stream,
      clerk,
      lottery,
    };
    yield { seller, member };
  }
}

const LOTTERY = 0x2545_f491; // apart from both other families of streams, whatever the seed

/** The class a draw u in (0,1) falls into. */
function classOf(u: number, shares: SimulationSettings['shares']): Class {
  let below = 0;
  for (const name of CLASSES) {
    below += shares[name];
    if (u < below) return name;
  }
  return CLASSES.findLast((name) => shares[name] > 0) ?? 'TE';
}

function check(settings: SimulationSettings): void {
  const { sellers, rounds, seed, shares, referenceGap } = settings;
  for (const [name, count] of Object.entries({ sellers, rounds })) {
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`simulate requires at least one of ${name}, got ${count}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`simulate requires a whole seed, got ${seed}`);
  const sum = CLASSES.reduce((total, name) => total + shares[name], 0);
  if (Math.abs(sum - 1) > 1e-9) throw new RangeError(`simulate requires shares that add up to 1, got ${sum}`);
  if (!(referenceGap > 0)) throw new RangeError('simulate requires a positive referenceGap');
  checkConditions(settings);
  checkProcesses(settings.processes, rounds);
}
