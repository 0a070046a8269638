import { familyOf } from '../lib/rounds/rounds-file-columns.ts';
import type { PlantedProcess, SenderSide } from '../lib/simulation/conditions.ts';
import {
  CLASSES,
  defaultSettings,
  SIMULATED_THEORIES,
  simulatedRecommenders,
  type Class,
  type SimulationSettings,
} from '../lib/simulation/settings.ts';
import { readNumberOption, readWordOption, UsageError } from './command.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export const SIMULATION_OPTIONS = {
  theory: text,
  sellers: text,
  rounds: text,
  seed: text,
  recommenders: text,
  shares: text,
  'initial-mean': text,
  'initial-sd': text,
  gain: text,
  loss: text,
  asymmetry: text,
  drift: text,
  noise: text,
  'gap-slope': text,
  'reference-gap': text,
  delta: text,
  bias: text,
  buttons: flag,
  'weight-noise': text,
  lapse: text,
  process: { type: 'string', multiple: true },
  'process-share': text,
  'process-from': text,
  'prior-noise': text,
  'missing-outcomes': text,
  'unseen-outcomes': text,
  'unseen-sellers': text,
  responses: text,
  survivors: text,
  'survivors-only': flag,
  'one-sided': flag,
  'repeat-plans': text,
  'common-information': text,
  jitter: text,
  'log-forecast': flag,
  margin: text,
  underage: text,
  overage: text,
} as const;

type Options = typeof SIMULATION_OPTIONS;
export type SimulationValues = {
  readonly [Name in keyof Options]?: Options[Name] extends { readonly multiple: true }
    ? string[] | undefined
    : Options[Name]['type'] extends 'boolean'
      ? boolean | undefined
      : string | undefined;
};
type TextOption = {
  [Name in keyof Options]: SimulationValues[Name] extends string | undefined ? Name : never;
}[keyof Options];
type Limits = Parameters<typeof readNumberOption>[2];

const SHARE: Limits = { least: 0, most: 1 };
const SIZE: Limits = { least: 0, most: 10 };
const COUNT: Limits = { least: 1, most: 1_000_000, whole: true };
const MOST_ROUNDS = 3_000_000; // of all sellers: they are held in memory

/** The settings a person asked for.
 *  @throws UsageError naming the option that is out of range or does not go with another */
export function readSimulation(values: SimulationValues): SimulationSettings {
  if (values.theory === undefined)
    throw new UsageError(`--theory is missing; one of ${SIMULATED_THEORIES.join(', ')}`);
  const base = defaultSettings(
    readWordOption('theory', values.theory, SIMULATED_THEORIES),
    values.buttons === true,
  );
  const number = (name: TextOption, otherwise: number, limits: Limits) => {
    const given = values[name];
    return given === undefined ? otherwise : readNumberOption(name, given, limits);
  };
  const settings = {
    ...base,
    sellers: number('sellers', base.sellers, COUNT),
    rounds: number('rounds', base.rounds, { ...COUNT, most: 10_000 }),
    seed: number('seed', base.seed, { least: -(2 ** 31), most: 2 ** 31 - 1, whole: true }),
    recommenders: simulatedRecommenders(number('recommenders', 1, { least: 1, most: 20, whole: true })),
    shares: values.shares === undefined ? base.shares : readShares(values.shares),
    initialMean: number('initial-mean', base.initialMean, SHARE),
    initialSd: number('initial-sd', base.initialSd, SIZE),
    gain: number('gain', base.gain, SHARE),
    loss: number('loss', base.loss, SHARE),
    driftSd: number('drift', base.driftSd, SIZE),
    noiseSd: number('noise', base.noiseSd, SIZE),
    gapSlope: number('gap-slope', base.gapSlope, { least: -10, most: 10 }),
    referenceGap: number('reference-gap', base.referenceGap, { least: 0.001, most: 10 }),
    delta: number('delta', base.delta, SIZE),
    bias: number('bias', base.bias, { least: -10, most: 10 }),
    priorNoiseSd: number('prior-noise', 0, SIZE),
    missingOutcomes: number('missing-outcomes', 0, SHARE),
    seenShare: 1 - number('unseen-outcomes', 0, SHARE),
    unseenSellers: number('unseen-sellers', 0, SHARE),
    leaveBelow:
      values.survivors === undefined ? null : readNumberOption('survivors', values.survivors, SHARE),
    survivorsOnly: values['survivors-only'] === true,
    oneSided: values['one-sided'] === true,
    repeatedPlans: number('repeat-plans', 0, SHARE),
    commonInformation: number('common-information', 0, { least: -1, most: 1 }),
    sender: readSender(values),
    buttons: base.buttons && {
      weightNoiseSd: number('weight-noise', base.buttons.weightNoiseSd, SIZE),
      lapse: number('lapse', base.buttons.lapse, SHARE),
    },
    ...(values.responses === undefined ? {} : readResponses(values.responses)),
  };
  checkTogether(values, settings);
  const loss = values.asymmetry === undefined ? settings.loss : readLoss(values.asymmetry, settings.gain);
  return { ...settings, loss, processes: readProcesses(values, settings.rounds) };
}

const MONEY: Limits = { least: 1e-6, most: 1e9 };

function readSender(values: SimulationValues): SenderSide {
  const money = (name: 'margin' | 'underage' | 'overage') =>
    values[name] === undefined ? null : readNumberOption(name, values[name], MONEY);
  const [margin, underage, overage] = [money('margin'), money('underage'), money('overage')];
  if ((underage === null) !== (overage === null)) refuse('--underage and --overage go together: give both');
  return {
    jitterSd: values.jitter === undefined ? 0 : readNumberOption('jitter', values.jitter, SIZE),
    forecastLogged: values['log-forecast'] === true,
    margin,
    costs: underage === null || overage === null ? null : { underage, overage },
  };
}

function refuse(sentence: string): never {
  throw new UsageError(sentence);
}

/** Options that say nothing, or nothing that can be, beside others. */
function checkTogether(values: SimulationValues, settings: SimulationSettings): void {
  const rounds = settings.sellers * settings.rounds * settings.recommenders.length;
  if (rounds > MOST_ROUNDS)
    refuse(
      `${rounds} rounds are more than fit in memory, ${MOST_ROUNDS}; lower --sellers, --rounds or --recommenders`,
    );
  if (values.asymmetry !== undefined && values.loss !== undefined)
    refuse('--asymmetry is loss - gain: give --loss or --asymmetry, not both');
  for (const name of ['weight-noise', 'lapse'] as const)
    if (values[name] !== undefined && settings.buttons === null) refuse(`--${name} requires --buttons`);
  if (settings.dismissed > 0 && settings.buttons === null)
    refuse('--responses dismiss=… requires --buttons: a typed value is no keep');
  if (settings.survivorsOnly && settings.leaveBelow === null)
    refuse('--survivors-only requires --survivors, the trust below which sellers leave');
  for (const name of ['process-share', 'process-from'] as const)
    if (values[name] !== undefined && values.process === undefined) refuse(`--${name} requires --process`);
  if (settings.shares.TE > 0) return;
  for (const name of ['process', 'survivors', 'gap-slope'] as const)
    if (values[name] !== undefined)
      refuse(
        `--${name} is about trust; with --theory ${settings.theory} and these shares no seller holds any`,
      );
}

function readLoss(asymmetry: string, gain: number): number {
  return gain + readNumberOption('asymmetry', asymmetry, { least: -gain, most: 1 - gain });
}

function readProcesses(values: SimulationValues, rounds: number): PlantedProcess[] {
  const share = readNumberOption('process-share', values['process-share'] ?? '0.5', SHARE);
  const from = readNumberOption('process-from', values['process-from'] ?? '1', {
    least: 1,
    most: rounds,
    whole: true,
  });
  const processes = (values.process ?? []).map((given) => {
    const { name, value } = readPair('process', given, 'reasons=0.1');
    if (familyOf(`process_${name}`) === undefined)
      throw new UsageError(
        `--process requires a name of letters, digits, . _ - (at most 64), got ${JSON.stringify(name)}`,
      );
    return { name, share, from, effect: readNumberOption('process', value, { least: -1, most: 1 }) };
  });
  const twice = processes.find(
    ({ name }, index) => processes.findIndex((one) => one.name === name) !== index,
  );
  if (twice !== undefined) throw new UsageError(`--process ${twice.name} is given twice; give it once`);
  return processes;
}

/** `none=.1,dismiss=.2` */
function readResponses(given: string): { unanswered: number; dismissed: number } {
  const shares = { none: 0, dismiss: 0 };
  for (const part of given.split(',')) {
    const { name, value } = readPair('responses', part, 'none=0.1,dismiss=0.2');
    shares[readWordOption('responses', name, ['none', 'dismiss'])] = readNumberOption(
      'responses',
      value,
      SHARE,
    );
  }
  return { unanswered: shares.none, dismissed: shares.dismiss };
}

function readShares(given: string): Record<Class, number> {
  const shares: Record<Class, number> = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };
  for (const part of given.split(',')) {
    const { name, value } = readPair('shares', part, 'TE=0.6,L1=0.4');
    shares[readWordOption('shares', name, CLASSES)] = readNumberOption('shares', value, SHARE);
  }
  const sum = CLASSES.reduce((total, name) => total + shares[name], 0);
  if (Math.abs(sum - 1) > 1e-9) throw new UsageError(`--shares requires shares that add up to 1, got ${sum}`);
  return shares;
}

function readPair(option: string, given: string, example: string): { name: string; value: string } {
  const [, name, value] = /^\s*([^=]+?)\s*=\s*(\S+)\s*$/.exec(given) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(
      `--${option} requires a name, = and a number, such as ${example}; got ${JSON.stringify(given)}`,
    );
  return { name, value };
}
