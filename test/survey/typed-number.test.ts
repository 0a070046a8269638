import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readerFor } from '../../lib/survey/reader.ts';
import { readTypedAmount, readTypedNumber, writeTypedNumber } from '../../lib/survey/typed-number.ts';

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
    ['１，２３４．５', 'ja', 1234.5],
    ['－３', 'ja', -3],
    ['١٢٫٥', 'ar-EG', 12.5],
    ['١٫٢٥٠', 'ar-MA', 1.25],
    ['١٬٢٥٠', 'ar-MA', 1250],
    ['١،٢٥٠', 'ar', 1250],
    ['١٫٢٫٣', 'ar', undefined],
    ['١٫٢٥٠.٥', 'ar', undefined],
    ['\u061C-١٢', 'ar', -12],
    ["1'250.50", 'de-CH', 1250.5],
    ['1\u2009250,5', 'de', 1250.5],
    ['1\u202F250,5', 'fr', 1250.5],
    ['1.250', 'de-AT', 1250],
    ['1.250', 'es', 1250],
    ['1,250', 'es-MX', 1250],
    ['1.250', 'es-MX', 1.25],
    ['1,250', 'de-CH', undefined],
    ['12,34,567', 'en-IN', 1234567],
    ['12,34,567.5', 'en-IN', 1234567.5],
    ['1,234,567', 'en-IN', 1234567],
    ['12²', 'en', undefined],
    ['½', 'en', undefined],
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

  test.each([
    ['240 units', 'units', 'en', 240],
    ['units', 'units', 'en', undefined],
    ['240 pieces', 'units', 'en', undefined],
    ['$1,250.50', 'USD', 'en-US', 1250.5],
    ['1250 USD', 'USD', 'en-US', 1250],
    ['1.250,50 €', 'EUR', 'de', 1250.5],
    ['1250 Euro', 'EUR', 'de', 1250],
    ['€ 12', 'USD', 'de', undefined],
    ['￥１，２３４', 'JPY', 'ja', 1234],
    ['1234円', 'JPY', 'ja', 1234],
    ['١٬٢٥٠٫٥٠ ج.م.', 'EGP', 'ar-EG', 1250.5],
    ['12%', 'percent', 'en', 12],
    ['12,5 %', 'percent', 'de', 12.5],
    ['%12', 'percent', 'tr', 12],
    ['١٢٪', 'percent', 'ar', 12],
    ['3 kg', 'kilogram', 'en', 3],
    ['3 Kilogramm', 'kilogram', 'de', 3],
    ['12', '', 'en', 12],
    [`12${' '.repeat(60)}`, 'units', 'en', undefined],
  ])('the amount %s in %s, %s, is %s', (text, unit, locale, value) => {
    expect(readTypedAmount(text, unit, locale)).toBe(value);
  });

  test('reads back an amount as the page writes it, in every shipped language', () => {
    const locales = fc.constantFrom(
      'en-US',
      'en-IN',
      'de-DE',
      'de-AT',
      'de-CH',
      'es-ES',
      'es-MX',
      'ja',
      'ar',
      'ar-EG',
      'ar-MA',
    );
    const units = fc.constantFrom('units', 'USD', 'EUR', 'JPY', 'SAR', 'percent', 'kilogram', '');
    fc.assert(
      fc.property(
        locales,
        units,
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 0, max: 2 }),
        (locale, unit, n, digits) => {
          const value = Number((n / 10 ** digits).toFixed(digits));
          const read = readTypedAmount(readerFor(locale, undefined).amount(value, unit), unit, locale);
          expect([locale, unit, read]).toEqual([locale, unit, value]);
        },
      ),
      { seed: 12, numRuns: 1000 },
    );
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
