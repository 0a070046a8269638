import * as fc from 'fast-check';
import type { Estimates } from '../../../lib/trust/estimates.ts';

/** What a spreadsheet, a reader of lines or an eye would take for something else. */
export const hostile: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      '',
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '\0',
      '\uFF1D',
      '"',
      "'",
      ',',
      ' ',
      '\uFEFF',
      '\u202E',
    ),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        'HYPERLINK("http://x","y")',
        'a\r\nb,"c"',
        'a;=1+1',
        'x\0y',
        '\u202Egnirts',
        'NULL',
        'NA',
        '1e5',
        'true',
      ),
    ),
  )
  .map(([first, rest]) => first + rest)
  .filter((text) => text !== '');

/** The same estimates with every text in them, keys of records too, another one. What is one of a few words stays. */
export function withTexts(estimates: Estimates, text: (value: string) => string): Estimates {
  const fixed = new Set(['schema', 'law', 'estimator', 'scale', 'status', 'period', 'stopped']);
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return fixed.has(key) ? value : text(value);
    if (Array.isArray(value)) return value.map((each) => change(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        key.startsWith('byRecommender') ? text(name) : name,
        change(inner, name),
      ]),
    );
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test's own data, of the same shape
  return change(estimates, '') as Estimates;
}
