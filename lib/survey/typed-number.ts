import { kept } from '../language/kept.ts';
import { unitSigns } from '../language/unit.ts';

/** Reads an amount as people type it: a number with or without its unit (`1.250,50 €`, `12 %`, `٢٤٠`). */
export function readTypedAmount(text: string, unit: string, locale: string): number | undefined {
  if (text.length > 60) return undefined;
  const bare = latinDigits(text).replaceAll(/[\u061C\u200E\u200F\u2066-\u2069]/g, '');
  return readTypedNumber(withoutUnit(bare.trim(), unit, locale), locale);
}

/** Reads a number as people type it: `1,250.5` or `1 250,5` or `1.250,5` or `١٢٥٠` or `１２５０`, by the habits of their
 *  locale. A lone separator followed by exactly three digits groups thousands only where the locale groups with that sign;
 *  any other lone separator marks decimals. Undefined where the text is no number or could be read in two ways. */
export function readTypedNumber(text: string, locale: string): number | undefined {
  const plain = withLatinSigns(latinDigits(text));
  const canonical = withPointDecimals(plain, separators(locale, {}));
  if (canonical === undefined || !/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(canonical) || plain.length > 30)
    return undefined;
  return Number(canonical);
}

/** A number as text that `readTypedNumber` reads back: the locale's decimal sign, no grouping, Latin digits. */
export function writeTypedNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    useGrouping: false,
    maximumFractionDigits: 6,
    numberingSystem: 'latn',
  }).format(value);
}

function withoutUnit(text: string, unit: string, locale: string): string {
  const lower = text.toLowerCase();
  const signs = unitSigns(unit, locale).map((sign) => sign.toLowerCase());
  const found = signs
    .filter((sign) => lower.startsWith(sign) || lower.endsWith(sign))
    .sort((a, b) => b.length - a.length)[0];
  if (found === undefined) return text;
  return lower.endsWith(found) ? text.slice(0, -found.length) : text.slice(found.length);
}

/** Spaces, apostrophes, the Arabic thousands sign and direction marks say nothing about a number's value; other scripts'
 *  signs have a Latin twin. */
function withLatinSigns(text: string): string {
  const bare = text.replaceAll(/[\s'’‘＇٬\u061C\u200B\u200E\u200F\u2066-\u2069]/g, '');
  return bare.replaceAll(/[−－﹣＋．，،]/g, (sign) => LATIN[sign] ?? sign);
}

const LATIN: Readonly<Record<string, string>> = {
  '−': '-',
  '－': '-',
  '﹣': '-',
  '＋': '+',
  '．': '.',
  '，': ',',
  '،': ',',
};

interface Separators {
  readonly decimal: '.' | ',';
  readonly groups: readonly string[];
  /** Sizes of groups from the right: 3 and 3, but 3 and 2 in India. */
  readonly pattern: readonly [first: number, rest: number];
}

/** Money groups with another sign than numbers in some locales (Austria: 1 250 but 1.250 €). */
const separators = kept((locale: string): Separators => {
  const latin = { numberingSystem: 'latn' } as const;
  const numbers = new Intl.NumberFormat(locale, latin).formatToParts(123_456_789.5);
  const money = new Intl.NumberFormat(locale, { ...latin, style: 'currency', currency: 'EUR' });
  const parts = [...numbers, ...money.formatToParts(123_456_789.5)];
  const sizes = numbers.filter(({ type }) => type === 'integer').map((part) => part.value.length);
  return {
    decimal: parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.',
    groups: parts.filter(({ type }) => type === 'group').map((part) => part.value),
    pattern: [sizes.at(-1) ?? 3, sizes.at(-2) ?? 3],
  };
});

function withPointDecimals(text: string, { decimal, groups, pattern }: Separators): string | undefined {
  const points = text.split('.').length - 1;
  const commas = text.split(',').length - 1;
  // The Arabic decimal sign is never anything else, whatever the locale does with points and commas.
  if (text.includes('٫')) return points + commas > 0 ? undefined : text.replace('٫', '.');
  if (points > 0 && commas > 0) return bothSigns(text, pattern);
  const sign = points > 0 ? '.' : ',';
  const grouped = isGrouped(text, sign, [3, 3]) || (groups.includes(sign) && isGrouped(text, sign, pattern));
  if (points + commas > 1) return grouped ? text.replaceAll(sign, '') : undefined;
  if (grouped && groups.includes(sign)) return text.replace(sign, '');
  if (grouped && sign !== decimal) return undefined;
  return text.replace(sign, '.');
}

/** With both signs present the last one marks decimals, and the other must group. */
function bothSigns(text: string, pattern: Separators['pattern']): string | undefined {
  const decimal = text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
  const group = decimal === '.' ? ',' : '.';
  const [whole = '', fraction = '', ...rest] = text.split(decimal);
  const wellFormed = rest.length === 0 && /^\d+$/.test(fraction);
  if (!wellFormed || !(isGrouped(whole, group, [3, 3]) || isGrouped(whole, group, pattern))) return undefined;
  return `${whole.replaceAll(group, '')}.${fraction}`;
}

function isGrouped(text: string, sign: string, [first, rest]: Separators['pattern']): boolean {
  return new RegExp(`^[+-]?\\d{1,${rest}}(?:\\${sign}\\d{${rest}})*\\${sign}\\d{${first}}$`).test(text);
}

/** Any script's decimal digits as 0 to 9: Unicode stores them in runs of ten (or several tens) that begin with a zero. */
function latinDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}
