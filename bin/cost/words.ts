import type { Bill, Line } from '../../lib/cost/bill.ts';
import type { Limit } from '../../lib/cost/limits.ts';
import { PRICES } from '../../lib/cost/prices.ts';
import type { PricedStage } from '../../lib/cost/stage.ts';
import { MEASURED } from '../../lib/cost/units.ts';
import { DRIVERS } from '../../lib/cost/use.ts';

/** A bill for people: by service, what is fixed, what drives it, what it rests on, what gives way. */
export function costWords(bill: Bill, limits: readonly Limit[], stage: PricedStage, file: string): string[] {
  const { usage, load, lines, drivers, usd, fixedUsd, usdPerAnswer } = bill;
  const { sellers, waves, rounds, recommenders, openRate, answerRate, months } = usage;
  const shown = lines.filter((line) => line.usd >= LEAST);
  const rest = lines.filter((line) => line.usd < LEAST);
  return [
    `A month of ${count(sellers)} sellers under ${file}, ${plural(months, 'month')} after the first round, US$:`,
    '',
    row(['', '', 'quantity', 'price', 'a month', 'of it fixed']),
    ...shown.map(lineOf),
    ...(sum(rest, 'usd') >= LEAST
      ? [row(['the rest', '', '', '', money(sum(rest, 'usd')), money(sum(rest, 'fixedUsd'))])]
      : []),
    row(['together', '', '', '', money(usd), money(fixedUsd)]),
    '',
    ...(usdPerAnswer === null
      ? ['Nobody answers.']
      : [
          `${dollars(usdPerAnswer)} an answer (${count(load.answers)} a month); ${dollars((usd - fixedUsd) / sellers)} a seller beside what is fixed.`,
        ]),
    '',
    'What drives it:',
    ...drivers
      .filter((each) => each.usd >= LEAST)
      .map(
        (each) =>
          `  ${money(each.usd).padStart(11)}  ${percent(each.usd / usd).padStart(5)}  ${DRIVERS[each.driver]}`,
      ),
    '',
    `Taken: ${decimal(rounds)} rounds a month from each of ${plural(recommenders, 'recommender')}; ${decimal(waves)} waves a month, which ask a seller ${decimal(sellers > 0 ? load.invitations / sellers : 0)} times a month`,
    `(quietDays ${stage.asking.quietDays}, perQuarter ${stage.asking.perQuarter}), by ${stage.delivery === 'mail' ? 'mail' : 'events: the marketplace writes to its sellers'}; ${percent(openRate)} open, ${percent(answerRate)} answer; ${decimal(stage.analysesAMonth)} full analyses a month${stage.nightsAMonth > 0 ? ` and ${decimal(stage.nightsAMonth)} nights` : ''}.`,
    ...limitWords(limits),
    `List prices of ${bill.priced.date}, ${bill.priced.region}, without taxes, free tiers and discounts. Units measured ${MEASURED.date} on the real handlers; never billed by AWS. --json has all.`,
  ];
}

const LEAST = 0.005;

/** What is more than half used, and what does not work at all. */
function limitWords(limits: readonly Limit[]): string[] {
  const near = limits.filter(({ share }) => share > 0.5);
  if (near.length === 0) return ['Nothing is near a limit at this size.'];
  return ['', 'Near or beyond a limit at this size (docs/scale.md):', ...near.map(nearWords), ''];
}

const nearWords = ({ limit, share, remedy }: Limit): string =>
  `  ${limit}: ${share > 1 ? `${decimal(share)} times what there is` : `${percent(share)} used`}; ${remedy}`;

function lineOf({ service, good, unit, quantity, usd, fixedUsd }: Line): string {
  const price = PRICES[good];
  const per = price.per === 1 ? `$${price.usd}` : `$${price.usd}/${price.per === 1000 ? 'k' : 'M'}`;
  return row([service, unit, count(quantity), per, money(usd), fixedUsd < LEAST ? '' : money(fixedUsd)]);
}

const row = ([service = '', unit = '', ...cells]: readonly string[]): string =>
  `${service.padEnd(16)}${unit.padEnd(24)}${cells.map((cell) => cell.padStart(15)).join('')}`.trimEnd();

const sum = (lines: readonly Line[], of: 'usd' | 'fixedUsd'): number =>
  lines.reduce((total, line) => total + line[of], 0);

const money = (usd: number): string =>
  usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** Of small amounts two digits that say something. */
const dollars = (usd: number): string =>
  `$${usd >= 0.1 ? money(usd) : Number(usd.toPrecision(2)).toFixed(7).replace(/0+$/, '')}`;
const count = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
const decimal = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 });
const percent = (share: number): string => `${Number((100 * share).toFixed(share < 0.1 ? 1 : 0))} %`;
const plural = (value: number, one: string): string => `${decimal(value)} ${one}${value === 1 ? '' : 's'}`;
