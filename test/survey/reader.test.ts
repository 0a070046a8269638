import { describe, expect, test } from 'vitest';
import { readerFor } from '../../lib/survey/reader.ts';
import { instant } from './marketplace.ts';

const AT = instant('2026-12-03T13:00:00Z');

describe('readerFor', () => {
  // spaces, and what joins date and time, differ between versions of the locale data
  test.each([
    ['en-US', 'America/New_York', /^1,234\.5$/, /^\$1,234\.50$/, /^December 3, 2026.* 8:00\sAM EST$/],
    ['en-GB', 'Europe/London', /^1,234\.5$/, /^US\$1,234\.50$/, /^3 December 2026.* 13:00 GMT$/],
    ['de-AT', 'Europe/Vienna', /^1[\s.]234,5$/, /^\$\s1[\s.]234,50$/, /^3 December 2026.* 14:00 CET$/],
    ['de_DE', 'Europe/Berlin', /^1\.234,5$/, /^1\.234,50\s\$$/, /December 2026/],
    ['not a locale', 'Nowhere/Land', /^1,234\.5$/, /^\$1,234\.50$/, /^December 3, 2026.* 1:00\sPM UTC$/],
    [undefined, undefined, /^1,234\.5$/, /^\$1,234\.50$/, /^December 3, 2026.* 1:00\sPM UTC$/],
  ])('%s in %s', (locale, zone, number, money, when) => {
    const reader = readerFor(locale, zone);
    expect(reader.number(1234.5)).toMatch(number);
    expect(reader.amount(1234.5, 'USD')).toMatch(money);
    expect(reader.when(AT)).toMatch(when);
    expect(reader.words.language).toBe('en');
  });

  test('units: the marketplace’s own as they are, those Intl knows in words', () => {
    const { amount, bare } = readerFor('en-US', undefined);
    expect(['units', 'kilogram', 'EUR', 'percent', ''].map((unit) => amount(2, unit))).toEqual([
      '2 units',
      '2 kilograms',
      '€2.00',
      '2 percent',
      '2',
    ]);
    expect([bare(2, 'units'), bare(2, 'EUR')]).toEqual(['2', '€2.00']);
  });
});
