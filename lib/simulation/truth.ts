import { CLASSES, type Class, type SimulationSettings } from './settings.ts';

/** What was planted, in the names of estimates.json: beside every estimate there is the value it should find. */
export interface Truth {
  readonly schema: 'seller-trust/truth@1';
  readonly theory: string;
  readonly seed: number;
  readonly sellers: number;
  readonly rounds: number;
  readonly scale: 'log';
  readonly directions: Readonly<Record<string, 'up' | 'down'>>;
  /** Null where not every seller is trust-embedded: then no one law of motion holds for all. */
  readonly dynamics: { readonly parameters: Readonly<Record<string, number>> | null };
  readonly theories: Readonly<
    Record<
      string,
      { share: number; parameters: Readonly<Record<string, number | Readonly<Record<Class, number>>>> }
    >
  >;
  readonly classes: Readonly<Record<Class, number>>; // sellers of each class
}

/** @param members the class each seller was given */
export function truthOf(settings: SimulationSettings, members: readonly Class[]): Truth {
  const { theory, seed, sellers, rounds, initialMean, initialSd, gain, loss, driftSd, noiseSd, delta } =
    settings;
  const count = (name: Class) => members.filter((member) => member === name).length;
  const share = (...names: readonly Class[]) => names.reduce((sum, name) => sum + settings.shares[name], 0);
  const dynamics = {
    initialMean,
    initialSd,
    gain,
    loss,
    asymmetry: loss - gain,
    driftSd,
    noiseSd,
    gapSlope: 0,
  };
  const mixture = { initialMean, initialSd, delta, noiseSd, shares: settings.shares };
  const planted = [
    ['trust-embedded', { share: share('TE'), parameters: { initialMean, initialSd, noiseSd } }],
    ['credulous', { share: share('L0'), parameters: { noiseSd } }],
    ['level-k', { share: share('L1', 'L2'), parameters: { delta, noiseSd } }],
    ['babbling', { share: share('BAB'), parameters: { noiseSd } }],
    ['mixture', { share: theory === 'mixture' ? 1 : 0, parameters: mixture }],
  ] as const;
  return {
    schema: 'seller-trust/truth@1',
    theory,
    seed,
    sellers,
    rounds,
    scale: 'log',
    directions: Object.fromEntries(settings.recommenders.map(({ name, direction }) => [name, direction])),
    dynamics: { parameters: share('TE') === 1 ? dynamics : null },
    theories: Object.fromEntries(planted.filter(([, each]) => each.share > 0)),
    classes: { TE: count('TE'), L0: count('L0'), L1: count('L1'), L2: count('L2'), BAB: count('BAB') },
  };
}

/** The class a draw u in (0,1) falls into. */
export function classOf(u: number, shares: Readonly<Record<Class, number>>): Class {
  let below = 0;
  for (const name of CLASSES) {
    below += shares[name];
    if (u < below) return name;
  }
  return CLASSES.findLast((name) => shares[name] > 0) ?? 'TE';
}
