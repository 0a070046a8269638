import type { Parameter, Quantity } from '../trust/quantity-schema.ts';

/** A number as a reader reads it: `digits` decimals, thin spaces between thousands, which no language reads as a decimal
 *  sign, a true minus sign, no minus before a zero. */
export function number(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  const [whole = '', ...decimals] = text.replace('-', '').split('.');
  const size = [whole.replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f'), ...decimals].join('.');
  return Number(text) === 0 || !text.startsWith('-') ? size : `\u2212${size}`;
}

/** With its sign, for changes. */
export function signed(value: number, digits = 2): string {
  const text = number(value, digits);
  return Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
}

/** Decimals in which a change can be told: as few, from the least on, as keep its interval from reading as nothing, and a bound
 *  that is told apart from zero from reading as zero. */
export function digitsOf(
  { lower, upper }: Pick<Quantity, 'lower' | 'upper'>,
  [least, most]: readonly [number, number] = [2, 4],
): number {
  if (lower === null || upper === null) return least;
  const [small, large] = [Math.abs(lower), Math.abs(upper)].toSorted((a, b) => a - b) as [number, number];
  const shown = lower > 0 || upper < 0 ? small : large;
  let digits = least;
  while (digits < most && Number(shown.toFixed(digits)) === 0) digits += 1;
  return digits;
}

export const count = (value: number): string => number(value, 0);

/** Money, or what is counted in it: `figures` that count, whole numbers whole, no zeros at the end. */
export function amount(value: number, figures = 3): string {
  const digits = decimalsOf(Math.abs(value), figures);
  return number(value, decimalsIn(Number(value.toFixed(digits))));
}

/** Decimals in which three figures of an interval's width are seen, in units nobody knows before. */
export const digitsOfWidth = ({ lower, upper }: Pick<Quantity, 'lower' | 'upper'>): number =>
  lower === null || upper === null ? 2 : decimalsOf(upper - lower, 3);

/** Decimals of a number of this size that has so many figures. */
const decimalsOf = (size: number, figures: number): number =>
  size > 0 ? Math.min(Math.max(figures - 1 - Math.floor(Math.log10(size)), 0), MOST_DECIMALS) : 0;

const MOST_DECIMALS = 12;

/** Decimals without zeros at the end. */
const decimalsIn = (value: number): number =>
  value.toFixed(MOST_DECIMALS).replace(/0+$/, '').split('.')[1]?.length ?? 0;

/** Words of the estimates with their numbers as a reader reads them: a minus, spaces between thousands and none that may
 *  break before a per cent sign. Signs within names and days stay, and so does a number that counts nothing named after it. */
export const asRead = (words: string): string =>
  words
    .replaceAll(/(?<![\w.-])-(?=\.?\d)/g, '\u2212')
    .replaceAll(/(?<![\w.,-])\d{4,}(?= [a-z])/g, (digits) => count(Number(digits)))
    .replaceAll(/(?<=\d) %/g, '\u00a0%');

export const percent = (share: number, digits = 0): string => `${number(100 * share, digits)}\u00a0%`;

/** `0.42 (0.39 to 0.45)`; undefined where it cannot be told. */
export function withInterval(value: Quantity | Parameter, digits = 2): string | undefined {
  if (value.estimate === null) return undefined;
  const interval = between(value, digits);
  return `${number(value.estimate, digits)}${interval === undefined ? '' : ` (${interval})`}`;
}

export function between({ lower, upper }: Pick<Quantity, 'lower' | 'upper'>, digits = 2): string | undefined {
  return lower === null || upper === null
    ? undefined
    : `${number(lower, digits)} to ${number(upper, digits)}`;
}

/** The day until which a report has data; with the minute, where another has data until the same day. */
export const until = (asOf: string, other = ''): string =>
  asOf.slice(0, 10) === other.slice(0, 10) ? asOf.slice(0, 16).replace('T', ' ') : asOf.slice(0, 10);

/** `one, two and three`. */
export function list(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** `1 seller`, `2 sellers`. */
export const many = (value: number, word: string): string =>
  `${count(value)} ${word}${value === 1 ? '' : 's'}`;

export const sentence = (text: string): string => {
  const trimmed = text.trim();
  const begun = trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(begun) || begun === '' ? begun : `${begun}.`;
};

/** A probability of a test. */
export const probability = (p: number): string => (p < 0.001 ? '< 0.001' : number(p, 3));

/** How likely something is, in words: never none and never sure, for it was found by drawing. */
export function chance(p: number): string {
  if (p < 0.005) return 'less than 1\u00a0%';
  return p > 0.995 ? 'more than 99\u00a0%' : percent(p);
}

/** A name that fits: what is too long loses its middle, since names differ at their ends. */
export function fitted(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const half = Math.floor((longest - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** ` The 2 other recommenders stand below.` after those the first screen has room for; empty where it has told all. */
export function moreBelow(left: number): string {
  if (!(left > 0)) return '';
  return left === 1 ? ' The other recommender stands below.' : ` The ${left} other recommenders stand below.`;
}
