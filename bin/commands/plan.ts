import { plan, type PlanSettings } from '../../lib/simulation/plan/plan.ts';
import { PRICES } from '../../lib/simulation/plan/prices.ts';
import { readArguments, readNumberOption, UsageError, type ExitCode } from '../command.ts';
import { planWords } from '../plan-words.ts';

export const usage = `trust plan --effect D --response-rate R [options]

How many sellers to ask, for how long and at what cost, before asking anybody: to find a difference D between the mean answers
of two arms. Twice: for a fixed end, looked at once, and for an anytime-valid interval, looked at as often as said. By formula,
and checked by running the study many times with a fixed seed.

  --effect D               smallest difference worth finding, in the units of the answers
  --response-rate R        share of invitations that are answered, 0.001 to 1
  --sd S                   spread of one answer (1.4, that of a 7-point rating)
  --power P                share of studies that shall find it, 0.5 to 0.999 (0.8)
  --arms A                 2 to 20 arms of equal size; each is compared with the first, alpha divided among them (2)
  --baseline-correlation r with the same seller's answer of before, which saves r^2 of the answers; 0 to 0.99 (0)
  --weeks W                time there is, 1 to 520 (12)
  --wave-days D            days between waves of invitations, 1 to 366 (7)
  --per-wave N             invitations a wave, all arms; without it as many as are needed. With it weeks follow, and the power
                           that the time there is allows is printed too
  --looks K                looks at the anytime-valid interval, at most one a wave (one a wave)
  --seed S                 whole number; the same seed gives the same table (1)
  --json                   everything as one line of JSON, with the prices`;

const text = { type: 'string' } as const;
export const OPTIONS = {
  effect: text,
  'response-rate': text,
  sd: text,
  power: text,
  arms: text,
  'baseline-correlation': text,
  weeks: text,
  'wave-days': text,
  'per-wave': text,
  looks: text,
  seed: text,
  json: { type: 'boolean' },
} as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0)
    throw new UsageError(`plan takes options only, got ${JSON.stringify(positionals[0])}`);
  const planned = plan(readPlan(values));
  if (values.json === true) console.log(JSON.stringify({ ...planned, prices: PRICES }));
  else console.log(planWords(planned).join('\n'));
  return 0;
}

type Values = Readonly<Partial<Record<Exclude<keyof typeof OPTIONS, 'json'>, string>>>;
type Limits = Parameters<typeof readNumberOption>[2];

function readPlan(values: Values): PlanSettings {
  const number = (name: keyof Values, otherwise: number, limits: Limits) => {
    const given = values[name];
    return given === undefined ? otherwise : readNumberOption(name, given, limits);
  };
  const required = (name: keyof Values, what: string, limits: Limits) => {
    const given = values[name];
    if (given === undefined) throw new UsageError(`--${name} is missing; give ${what}`);
    return readNumberOption(name, given, limits);
  };
  const weeks = number('weeks', 12, { least: 1, most: 520 });
  const waveDays = number('wave-days', 7, { least: 1, most: 366 });
  const waves = Math.floor((weeks * 7) / waveDays);
  if (waves < 1)
    throw new UsageError(
      `--wave-days ${waveDays} leaves no wave in ${weeks} weeks; lower it, or raise --weeks`,
    );
  return {
    effect: required('effect', 'the smallest difference worth finding, such as --effect 0.3', {
      least: 0.0001,
      most: 1_000_000,
    }),
    responseRate: required('response-rate', 'the share that answers, such as --response-rate 0.15', {
      least: 0.001,
      most: 1,
    }),
    sd: number('sd', 1.4, { least: 0.0001, most: 1_000_000 }),
    power: number('power', 0.8, { least: 0.5, most: 0.999 }),
    level: 0.95,
    arms: number('arms', 2, { least: 2, most: 20, whole: true }),
    baselineCorrelation: number('baseline-correlation', 0, { least: 0, most: 0.99 }),
    waves,
    waveDays,
    looks: number('looks', Math.min(waves, 520), { least: 1, most: waves, whole: true }),
    invitationsPerWave:
      values['per-wave'] === undefined
        ? null
        : readNumberOption('per-wave', values['per-wave'], { least: 1, most: 1_000_000_000, whole: true }),
    seed: number('seed', 1, { least: -(2 ** 31), most: 2 ** 31 - 1, whole: true }),
  };
}
