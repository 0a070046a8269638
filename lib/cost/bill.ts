import { ASSUMED } from './assumed.ts';
import { fixedUses } from './fixed-uses.ts';
import { type Good, PRICED, priceOf, PRICES } from './prices.ts';
import { analysesOf, keepingOf, nightsOf, wavesOf } from './run-uses.ts';
import { eventsOf, pagesOf, sendingOf } from './seller-uses.ts';
import { MONTH, type PricedStage } from './stage.ts';
import { type Load, loadOf, type Usage } from './usage.ts';
import { DRIVERS, type Driver, uses, type Use } from './use.ts';

/** One good of a month. */
export interface Line {
  readonly service: string;
  readonly good: Good;
  readonly unit: string;
  readonly quantity: number;
  readonly usd: number; // fixed and variable
  readonly fixedUsd: number; // without a single seller
}

/** What a month costs, US dollars at list prices. */
export interface Bill {
  readonly priced: typeof PRICED;
  readonly usage: Usage;
  readonly load: Load;
  readonly lines: readonly Line[];
  readonly drivers: readonly { readonly driver: Driver; readonly usd: number }[]; // the dearest first
  readonly usd: number;
  readonly fixedUsd: number;
  readonly usdPerAnswer: number | null; // null: nobody answers
}

/** The bill of a month, `usage.months` after the first round.
 *  @throws RangeError for a usage that cannot be */
export function billOf(usage: Usage, stage: PricedStage): Bill {
  const load = loadOf(usage, stage);
  const used = withLogsAndTraces(stage, [
    ...fixedUses(stage),
    ...eventsOf(stage, usage, load),
    ...wavesOf(stage, usage, load),
    ...sendingOf(stage, load),
    ...pagesOf(stage, load),
    ...analysesOf(stage, usage, load),
    ...nightsOf(stage, usage, load),
    ...keepingOf(stage, usage, load),
  ]);
  const usd = total(used);
  return {
    priced: PRICED,
    usage,
    load,
    lines: linesOf(used),
    drivers: driversOf(used),
    usd,
    fixedUsd: total(used.filter(({ fixed }) => fixed)),
    usdPerAnswer: load.answers > 0 ? usd / load.answers : null,
  };
}

const SECONDS = MONTH * 24 * 60 * 60;

/** Logs are kept as long as the settings say. Lambda traces one call a second and a share of the rest: at most, as if calls
 *  came evenly. */
function withLogsAndTraces({ logDays }: PricedStage, used: readonly Use[]): Use[] {
  const kept = used.flatMap(({ good, driver, fixed, quantity }) =>
    good === 'logged' ? uses(driver, fixed, { logs: (quantity * logDays) / MONTH }) : [],
  );
  const fixedCalls = quantityOf(
    used.filter(({ fixed }) => fixed),
    'calls',
  );
  const allCalls = quantityOf(used, 'calls');
  const fixedTraces = tracedOf(fixedCalls);
  return [
    ...used,
    ...kept,
    ...uses('watching', true, { traces: fixedTraces }),
    ...uses('watching', false, { traces: tracedOf(allCalls) - fixedTraces }),
  ];
}

const tracedOf = (calls: number): number =>
  Math.min(calls, SECONDS) + ASSUMED.tracedShare * Math.max(0, calls - SECONDS);

export const quantityOf = (used: readonly Use[], good: Good): number =>
  used.reduce((sum, use) => sum + (use.good === good ? use.quantity : 0), 0);

const total = (used: readonly Use[]): number =>
  used.reduce((sum, { good, quantity }) => sum + priceOf(good, quantity), 0);

function linesOf(used: readonly Use[]): Line[] {
  const goods = (Object.keys(PRICES) as Good[]).filter((good) => quantityOf(used, good) > 0);
  return goods.map((good) => {
    const quantity = quantityOf(used, good);
    const fixed = quantityOf(
      used.filter((use) => use.fixed),
      good,
    );
    const { service, unit } = PRICES[good];
    return { service, good, unit, quantity, usd: priceOf(good, quantity), fixedUsd: priceOf(good, fixed) };
  });
}

function driversOf(used: readonly Use[]): Bill['drivers'] {
  return (Object.keys(DRIVERS) as Driver[])
    .map((driver) => ({ driver, usd: total(used.filter((use) => use.driver === driver)) }))
    .sort((a, b) => b.usd - a.usd);
}
