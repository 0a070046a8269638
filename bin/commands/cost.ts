import { readFileSync } from 'node:fs';
import { billOf } from '../../lib/cost/bill.ts';
import { limitsOf } from '../../lib/cost/limits.ts';
import { PRICES } from '../../lib/cost/prices.ts';
import { MONTH } from '../../lib/cost/stage.ts';
import { MEASURED } from '../../lib/cost/units.ts';
import { DEFAULTS, type Usage } from '../../lib/cost/usage.ts';
import { pricedStage } from '../../lib/infra/priced-stage.ts';
import { parseSettings, type Settings } from '../../lib/infra/settings.ts';
import { readArguments, readNumberOption, UsageError, type ExitCode } from '../command.ts';
import { costWords } from '../cost/words.ts';
import { plainCause } from '../whole-file.ts';

export const usage = `trust cost --sellers N [options]

What a month of a stage costs at list prices, by service, fixed and by the number of sellers; what drives it, and what gives way
first at that size. From the stage's settings and templates, units measured on the real handlers, and dated prices of us-east-1,
without taxes, free tiers and discounts. Asks no account.

  --sellers N              sellers, all marketplaces of the stage together
  --waves W                waves a month (as the settings schedule them); quietDays and perQuarter hold whom they ask
  --settings FILE          settings of the stage (config/prod.json)
  --rounds-per-seller R    recommendations a month, a seller and recommender (one a week: 4.35)
  --recommenders K         1 to 100 (${DEFAULTS.recommenders})
  --open-rate O            share of invitations that are opened, 0 to 1 (${DEFAULTS.openRate})
  --answer-rate A          share of invitations that are answered, at most that of those opened (${DEFAULTS.answerRate})
  --months M               since the first round: rounds are kept, and every run reads them (${DEFAULTS.months})
  --nights                 a night on every day without a full analysis (as analysis.nights of the settings says)
  --json                   everything as one line of JSON, with prices and sources`;

const text = { type: 'string' } as const;
export const OPTIONS = {
  sellers: text,
  waves: text,
  settings: text,
  'rounds-per-seller': text,
  recommenders: text,
  'open-rate': text,
  'answer-rate': text,
  months: text,
  nights: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  if (positionals.length > 0)
    throw new UsageError(`cost takes options only, got ${JSON.stringify(positionals[0])}`);
  const given = readUsage(values);
  const file = values.settings ?? 'config/prod.json';
  const scheduled = pricedStage(settingsOf(file));
  const every = Math.max(0, MONTH - scheduled.analysesAMonth);
  const stage = values.nights ? { ...scheduled, nightsAMonth: every } : scheduled;
  const use = { ...given, waves: given.waves ?? stage.wavesAMonth };
  const bill = billOf(use, stage);
  const limits = limitsOf(use, stage);
  if (values.json)
    console.log(
      JSON.stringify({ settings: file, ...bill, limits, stage, prices: PRICES, measured: MEASURED }),
    );
  else console.log(costWords(bill, limits, stage, file).join('\n'));
  return 0;
}

type Named = Exclude<keyof typeof OPTIONS, 'json' | 'nights' | 'settings'>;
type Values = Readonly<Partial<Record<Named, string>>>;

/** @returns `waves` undefined: as the settings schedule them */
function readUsage(values: Values): Omit<Usage, 'waves'> & { readonly waves: number | undefined } {
  const number = (name: Named, otherwise: number, limits: Parameters<typeof readNumberOption>[2]) => {
    const given = values[name];
    return given === undefined ? otherwise : readNumberOption(name, given, limits);
  };
  if (values.sellers === undefined)
    throw new UsageError('--sellers is missing; give how many, such as --sellers 10000');
  const openRate = number('open-rate', DEFAULTS.openRate, { least: 0, most: 1 });
  const otherwise = Math.min(DEFAULTS.answerRate, openRate);
  return {
    sellers: number('sellers', 0, { least: 0, most: 10 ** 9, whole: true }),
    waves: values.waves === undefined ? undefined : number('waves', 0, { least: 0, most: 31 }),
    rounds: number('rounds-per-seller', DEFAULTS.rounds, { least: 0, most: 10_000 }),
    recommenders: number('recommenders', DEFAULTS.recommenders, { least: 1, most: 100, whole: true }),
    openRate,
    answerRate: number('answer-rate', otherwise, { least: 0, most: openRate }),
    months: number('months', DEFAULTS.months, { least: 0, most: 600 }),
  };
}

function settingsOf(file: string): Settings {
  try {
    return parseSettings(file, readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new UsageError(`${file} is not JSON: ${cause.message}`);
    throw new UsageError(
      cause instanceof RangeError ? cause.message : `cannot read ${file}: ${plainCause(cause)}`,
    );
  }
}
