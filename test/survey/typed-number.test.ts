import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTypedNumber, writeTypedNumber } from '../../lib/survey/typed-number.ts';

describe('readTypedNumber', () => {
  test.each([
    ['240', 'en', 240],
    [' 1,250 ', 'en', 1250],
    ['1,250.5', 'en', 1250.5],
    ['1.250,5', 'en', 1250.5],
    ['12,5', 'en', 12.5],
    ['1.250', 'en', 1.25],
    ['1.250', 'de', 1250],
    ['1,250', 'de', 1.25],
    ['12,5', 'de', 12.5],
    ['1’250.50', 'de-CH', 1250.5],
    ['1 250,5', 'fr', 1250.5],
    ['1.250.000', 'de', 1_250_000],
    ['12,34,567', 'en', undefined],
    ['١٢٥٠', 'ar', 1250],
    ['١٬٢٥٠٫٥', 'ar', 1250.5],
    ['２４０', 'ja', 240],
    ['−3', 'en', -3],
    ['0.5', 'en', 0.5],
    ['.5', 'en', 0.5],
    ['5.', 'en', 5],
    ['', 'en', undefined],
    ['1e3', 'en', undefined],
    ['0x10', 'en', undefined],
    ['NaN', 'en', undefined],
    ['Infinity', 'en', undefined],
    ['1..2', 'en', undefined],
    ['1,2.3', 'en', undefined],
    ['two', 'en', undefined],
    ['240 units', 'en', undefined],
    ['9'.repeat(31), 'en', undefined],
  ])('%s in %s is %s', (text, locale, value) => {
    expect(readTypedNumber(text, locale)).toBe(value);
  });

  test('reads back what writeTypedNumber writes, in every locale', () => {
    const locales = fc.constantFrom(
      'en',
      'en-IN',
      'de',
      'de-CH',
      'fr',
      'es',
      'ja',
      'ar',
      'ar-EG',
      'pt-BR',
      'hi',
      'sv',
    );
    fc.assert(
      fc.property(
        locales,
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 6 }),
        (locale, n, digits) => {
          const value = Number((n / 10 ** digits).toFixed(digits));
          expect(readTypedNumber(writeTypedNumber(value, locale), locale)).toBe(value);
        },
      ),
      { seed: 11, numRuns: 1000 },
    );
  });
});
