import type { Class, SimulationSettings } from './settings.ts';
import type { Tally } from './tally.ts';

type Numbers = Readonly<Record<string, number>>;

/** What was planted, in the names of estimates.json: beside every estimate there is the value it should find. Trust is at the
 *  reference gap, and null where not every seller is trust-embedded: then no one law of motion holds for all. */
export interface Truth {
  readonly schema: 'seller-trust/truth@1';
  readonly theory: string;
  readonly seed: number;
  readonly sellers: number;
  readonly rounds: number;
  readonly scale: 'log';
  readonly directions: Readonly<Record<string, 'up' | 'down'>>;
  readonly trust: {
    readonly overall: number | null; // mean after the last outcome seen
    readonly byRecommender: Readonly<Record<string, number | null>>;
    /** Mean fidelity of all rounds in the file, by the sellers' own plans without error. */
    readonly calibration: {
      readonly byRecommender: Readonly<
        Record<string, { readonly trust: number | null; readonly fidelity: number | null }>
      >;
    };
  };
  /** Mean trust at the decision of each round. */
  readonly evolution: readonly {
    readonly period: string;
    readonly recommender: string;
    readonly sellers: number;
    readonly mean: number | null;
  }[];
  readonly dynamics: {
    readonly law: '5.3';
    readonly referenceGap: number;
    readonly parameters: Numbers | null;
  };
  readonly theories: Readonly<
    Record<
      string,
      { share: number; parameters: Readonly<Record<string, number | Readonly<Record<Class, number>>>> }
    >
  >;
  readonly classes: Readonly<Record<Class, number>>; // sellers of each class
  readonly processes: readonly {
    readonly process: string;
    readonly design: 'experiment'; // by seller
    readonly estimand: string;
    readonly effect: number;
    readonly from: number; // first round of exposure
    readonly sellers: number; // exposed
  }[];
  readonly recommenders: Readonly<Record<string, { readonly bias: number; readonly sellersLeft: number }>>;
  readonly conditions: Conditioned;
}

/** What was done to the file: the value asked for, and what came of it where that is a number of its own. */
interface Conditioned {
  readonly rows: number;
  readonly buttons: boolean;
  readonly priorNoiseSd: number;
  readonly missingOutcomes: { readonly share: number; readonly rows: number };
  /** Known outcomes not shown, scattered ones and those of sellers who are shown none. */
  readonly unseenOutcomes: { readonly share: number; readonly rows: number };
  readonly unseenSellers: { readonly share: number; readonly sellers: number };
  readonly responses: {
    readonly none: { readonly share: number; readonly rows: number };
    readonly dismiss: { readonly shareOfKeeps: number; readonly rows: number };
  };
  readonly survivors: { readonly leaveBelow: number | null; readonly only: boolean };
  readonly oneSided: boolean;
  readonly repeatedPlans: { readonly share: number; readonly errorSd: number };
  readonly commonInformation: number;
  readonly sender: SimulationSettings['sender'];
}

/** One seller with one recommender, in the names of sellers.csv. */
export interface SellerTruth {
  readonly sellerId: string;
  readonly recommender: string;
  readonly rounds: number;
  readonly trust: number | null;
  readonly class: Class;
  readonly left: boolean;
  readonly exposedTo: readonly string[];
}

export function truthOf(settings: SimulationSettings, tally: Tally): Truth {
  const { theory, seed, sellers, rounds, recommenders, referenceGap } = settings;
  const each = <Value>(value: (name: string) => Value): Record<string, Value> =>
    Object.fromEntries(recommenders.map(({ name }) => [name, value(name)]));
  const alike = tally.areAll('TE');
  const trustNow = (name: string) => (alike ? (tally.recommenders[name]?.trustNow.mean ?? null) : null);
  return {
    schema: 'seller-trust/truth@1',
    theory,
    seed,
    sellers,
    rounds,
    scale: 'log',
    directions: Object.fromEntries(recommenders.map(({ name, direction }) => [name, direction])),
    trust: {
      overall: alike ? tally.trustNow() : null,
      byRecommender: each(trustNow),
      calibration: {
        byRecommender: each((name) => ({
          trust: trustNow(name),
          fidelity: tally.recommenders[name]?.fidelity.mean ?? null,
        })),
      },
    },
    evolution: alike ? evolution(tally) : [],
    dynamics: { law: '5.3', referenceGap, parameters: settings.shares.TE === 1 ? dynamics(settings) : null },
    theories: theories(settings),
    classes: tally.classes,
    processes: settings.processes.map(({ name, effect, from }) => ({
      process: name,
      design: 'experiment',
      estimand: 'difference in trust while exposed',
      effect,
      from,
      sellers: tally.exposed[name] ?? 0,
    })),
    recommenders: each((name) => ({
      bias:
        recommenders.find((one) => one.name === name)?.direction === 'down' ? -settings.bias : settings.bias,
      sellersLeft: tally.recommenders[name]?.left ?? 0,
    })),
    conditions: conditioned(settings, tally),
  };
}

function evolution(tally: Tally): Truth['evolution'] {
  return Object.entries(tally.recommenders)
    .flatMap(([recommender, { trustByRound }]) =>
      trustByRound.map(({ mean, count }, index) => ({ index, recommender, sellers: count, mean })),
    )
    .sort((a, b) => a.index - b.index || (a.recommender < b.recommender ? -1 : 1))
    .map(({ index, recommender, sellers, mean }) => ({
      period: String(index + 1),
      recommender,
      sellers,
      mean,
    }));
}

function dynamics(settings: SimulationSettings): Numbers {
  const { initialMean, initialSd, gain, loss, driftSd, noiseSd, gapSlope, buttons } = settings;
  const asymmetry = loss - gain;
  return { initialMean, initialSd, gain, loss, asymmetry, driftSd, noiseSd, gapSlope, ...buttons };
}

function theories(settings: SimulationSettings): Truth['theories'] {
  const { theory, initialMean, initialSd, noiseSd, delta, shares } = settings;
  const share = (...names: readonly Class[]) => names.reduce((sum, name) => sum + shares[name], 0);
  const mixture = { initialMean, initialSd, delta, noiseSd, shares };
  const planted = [
    ['trust-embedded', { share: share('TE'), parameters: { initialMean, initialSd, noiseSd } }],
    ['credulous', { share: share('L0'), parameters: { noiseSd } }],
    ['level-k', { share: share('L1', 'L2'), parameters: { delta, noiseSd } }],
    ['babbling', { share: share('BAB'), parameters: { noiseSd } }],
    ['mixture', { share: theory === 'mixture' ? 1 : 0, parameters: mixture }],
  ] as const;
  return Object.fromEntries(planted.filter(([, each]) => each.share > 0));
}

function conditioned(settings: SimulationSettings, tally: Tally): Conditioned {
  return {
    rows: tally.rows,
    buttons: settings.buttons !== null,
    priorNoiseSd: settings.priorNoiseSd,
    missingOutcomes: { share: settings.missingOutcomes, rows: tally.missingOutcomes },
    unseenOutcomes: { share: Number((1 - settings.seenShare).toPrecision(12)), rows: tally.unseenOutcomes },
    unseenSellers: { share: settings.unseenSellers, sellers: tally.unseenSellers },
    responses: {
      none: { share: settings.unanswered, rows: tally.unanswered },
      dismiss: { shareOfKeeps: settings.dismissed, rows: tally.dismissed },
    },
    survivors: { leaveBelow: settings.leaveBelow, only: settings.survivorsOnly },
    oneSided: settings.oneSided,
    repeatedPlans: { share: settings.repeatedPlans, errorSd: settings.priorNoiseSd },
    commonInformation: settings.commonInformation,
    sender: settings.sender,
  };
}
