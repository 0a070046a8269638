import type { Recommendation } from './round.ts';

/** What the recommendation is about, for somebody who must not know its value yet: no title where its digits hold the
 *  value's. `Order 240 kettles` tells 240; so do `1.25k` and `1 250` of 1,250, and a title that happens to hold the digits
 *  goes unsaid too. */
export function titleBeforeReveal({ title, value }: Pick<Recommendation, 'title' | 'value'>) {
  if (title === undefined) return undefined;
  return digitsIn(title).includes(significant(value)) ? undefined : title;
}

/** Any script's digits as 0 to 9, everything else left out. */
function digitsIn(text: string): string {
  return [...text.normalize('NFKC').matchAll(/\p{Nd}/gu)]
    .map(([digit]) => String(digitValue(digit)))
    .join('');
}

/** Unicode stores decimal digits in runs of ten, or several tens, that begin with a zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

/** A value's digits without the zeros before and behind: what every way of writing it has in common. */
function significant(value: number): string {
  const digits = Math.abs(value)
    .toFixed(12)
    .replace('.', '')
    .replaceAll(/^0+|0+$/g, '');
  return digits === '' ? '0' : digits;
}
