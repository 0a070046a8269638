/** Reads a number as people type it: `1,250.5` or `1 250,5` or `1.250,5` or `١٢٥٠`, by the habits of their locale.
 *  A lone separator followed by exactly three digits groups thousands only where the locale groups with that sign; any
 *  other lone separator marks decimals. Undefined where the text is no number or could be read in two ways. */
export function readTypedNumber(text: string, locale: string): number | undefined {
  const plain = latinDigits(text)
    .replaceAll(/[\s\u00A0\u202F\u2009'’\u061C\u200E\u200F]/g, '')
    .replace('−', '-');
  const canonical = withPointDecimals(plain.replaceAll('٫', '.').replaceAll('٬', ','), separators(locale));
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

interface Separators {
  readonly decimal: string;
  readonly group: string;
}

function separators(locale: string): Separators {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: sign('decimal') === ',' ? ',' : '.', group: sign('group') };
}

function withPointDecimals(text: string, { decimal, group }: Separators): string | undefined {
  const points = text.split('.').length - 1;
  const commas = text.split(',').length - 1;
  if (points > 0 && commas > 0) return bothSigns(text);
  const sign = points > 0 ? '.' : ',';
  const groups = new RegExp(`^[+-]?\\d{1,3}(?:\\${sign}\\d{3})+$`).test(text);
  if (points + commas > 1) return groups ? text.replaceAll(sign, '') : undefined;
  if (groups && sign === group) return text.replace(sign, '');
  if (groups && sign !== decimal) return undefined;
  return text.replace(sign, '.');
}

/** With both signs present the last one marks decimals, and the other must group in threes. */
function bothSigns(text: string): string | undefined {
  const decimal = text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ',';
  const group = decimal === '.' ? ',' : '.';
  const wellFormed = new RegExp(`^[+-]?\\d{1,3}(?:\\${group}\\d{3})+\\${decimal}\\d+$`).test(text);
  return wellFormed ? text.replaceAll(group, '').replace(decimal, '.') : undefined;
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
