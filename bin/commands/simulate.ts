import { dirname, join } from 'node:path';
import { roundsCsv } from '../../lib/rounds/rounds-file-write.ts';
import {
  CLASSES,
  defaultSettings,
  SIMULATED_THEORIES,
  simulatedRecommenders,
  type Class,
  type SimulationSettings,
} from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { readArguments, readNumberOption, readWordOption, UsageError, type ExitCode } from '../command.ts';
import { writeWhole } from '../whole-file.ts';

export const usage = `trust simulate --theory ${SIMULATED_THEORIES.join('|')} --out rounds.csv [options]

Writes a rounds file with planted truth, and truth.json beside it.

  --sellers N            sellers (200)
  --rounds T             rounds per seller and recommender (20)
  --seed S               whole number; the same seed gives the same bytes (1)
  --recommenders R       1 to 20 recommenders (1)
  --noise SE             noise of decisions, log points (0.1)
  --initial-mean M       trust at the start, mean over sellers (0.5)
  --initial-sd SD        … and its spread (0.2; 0.15 where there are level-k sellers)
  --gain L --loss L      how far one round of fidelity +1 or -1 moves trust (0.1, 0.2; 0 where there are level-k sellers)
  --drift Q              random drift of trust a round (0.03; 0 where there are level-k sellers)
  --delta D              log points a level-k seller takes off per level (0.2)
  --bias B               log points by which recommendations lean (0; 0.2 where there are level-k sellers)
  --seen SHARE           share of outcomes the sellers get to see (1)
  --shares TE=.5,L0=.1,L1=.15,L2=.05,BAB=.2    classes of sellers; they add up to 1
  --json                 the summary as one line of JSON`;

const OPTIONS = {
  theory: { type: 'string' },
  out: { type: 'string' },
  sellers: { type: 'string' },
  rounds: { type: 'string' },
  seed: { type: 'string' },
  recommenders: { type: 'string' },
  noise: { type: 'string' },
  'initial-mean': { type: 'string' },
  'initial-sd': { type: 'string' },
  gain: { type: 'string' },
  loss: { type: 'string' },
  drift: { type: 'string' },
  delta: { type: 'string' },
  bias: { type: 'string' },
  seen: { type: 'string' },
  shares: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0)
    throw new UsageError(`simulate takes options only, got ${JSON.stringify(positionals[0])}`);
  if (values.theory === undefined)
    throw new UsageError(`--theory is missing; one of ${SIMULATED_THEORIES.join(', ')}`);
  if (values.out === undefined)
    throw new UsageError('--out is missing; name the rounds file to write, such as --out rounds.csv');
  const settings = readSettings(values);
  const { rows, truth } = simulate(settings);
  const truthPath = join(dirname(values.out), 'truth.json');
  writeWhole(values.out, `${[...roundsCsv(rows)].join('\n')}\n`);
  writeWhole(truthPath, `${JSON.stringify(truth, null, 2)}\n`);
  const directions = settings.recommenders
    .map(({ name, direction }) => `--direction ${name}=${direction}`)
    .join(' ');
  if (values.json === true)
    console.log(JSON.stringify({ rounds: rows.length, out: values.out, truth: truthPath, directions }));
  else
    console.log(`${rows.length} rounds of ${settings.sellers} sellers in ${values.out}; what was planted is in ${truthPath}.
Analyse it with: trust analyze ${values.out} --out out/ ${directions}`);
  return 0;
}

type Values = Readonly<Partial<Record<Exclude<keyof typeof OPTIONS, 'json'>, string>>>;

function readSettings(values: Values): SimulationSettings {
  const base = defaultSettings(readWordOption('theory', values.theory ?? '', SIMULATED_THEORIES));
  const number = (name: keyof Values, otherwise: number, limits: Parameters<typeof readNumberOption>[2]) => {
    const text = values[name];
    return text === undefined ? otherwise : readNumberOption(name, text, limits);
  };
  const share = { least: 0, most: 1 };
  const size = { least: 0, most: 10 };
  const count = { least: 1, most: 1_000_000, whole: true };
  return {
    ...base,
    sellers: number('sellers', base.sellers, count),
    rounds: number('rounds', base.rounds, { ...count, most: 10_000 }),
    seed: number('seed', base.seed, { whole: true }),
    recommenders: simulatedRecommenders(number('recommenders', 1, { least: 1, most: 20, whole: true })),
    noiseSd: number('noise', base.noiseSd, size),
    initialMean: number('initial-mean', base.initialMean, share),
    initialSd: number('initial-sd', base.initialSd, size),
    gain: number('gain', base.gain, share),
    loss: number('loss', base.loss, share),
    driftSd: number('drift', base.driftSd, size),
    delta: number('delta', base.delta, size),
    bias: number('bias', base.bias, { least: -10, most: 10 }),
    seenShare: number('seen', base.seenShare, share),
    shares: values.shares === undefined ? base.shares : readShares(values.shares),
  };
}

function readShares(text: string): Record<Class, number> {
  const shares: Record<Class, number> = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=');
    shares[readWordOption('shares', name.trim(), CLASSES)] = readNumberOption('shares', value.trim(), {
      least: 0,
      most: 1,
    });
  }
  const sum = CLASSES.reduce((total, name) => total + shares[name], 0);
  if (Math.abs(sum - 1) > 1e-9) throw new UsageError(`--shares requires shares that add up to 1, got ${sum}`);
  return shares;
}
