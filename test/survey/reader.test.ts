import { describe, expect, test } from 'vitest';
import { languageWish } from '../../lib/survey/language.ts';
import { readerFor } from '../../lib/survey/reader.ts';
import { instant } from './marketplace.ts';

const AT = instant('2026-12-03T13:00:00Z');

describe('readerFor', () => {
  // spaces, and what joins date and time, differ between versions of the locale data
  test.each([
    ['en-US', 'America/New_York', 'en', /^1,234\.5$/, /^\$1,234\.50$/, /^December 3, 2026.* 8:00\sAM EST$/],
    ['en-GB', 'Europe/London', 'en', /^1,234\.5$/, /^US\$1,234\.50$/, /^3 December 2026.* 13:00 GMT$/],
    [
      'de-AT',
      'Europe/Vienna',
      'de',
      /^1[\s.]234,5$/,
      /^\$\s1[\s.]234,50$/,
      /^3\. Dezember 2026.* 14:00 MEZ$/,
    ],
    [
      'de_CH',
      'Europe/Zurich',
      'de',
      /^1[’']234\.5$/,
      /^\$\s1[’']234\.50$/,
      /^3\. Dezember 2026.* 14:00 MEZ$/,
    ],
    [
      'es-MX',
      'America/Mexico_City',
      'es',
      /^1,234\.5$/,
      /^USD\s1,234\.50$/,
      /^3 de diciembre de 2026.* 7:00/,
    ],
    ['ja-JP', 'Asia/Tokyo', 'ja', /^1,234\.5$/, /^\$1,234\.50$/, /^2026年12月3日 22:00/],
    [
      'ar-EG',
      'Africa/Cairo',
      'ar',
      /^\u2068١٬٢٣٤٫٥\u2069$/,
      /^\u2068.?١٬٢٣٤٫٥٠\s.*\u2069$/,
      /^\u2068٣ ديسمبر ٢٠٢٦.*٣:٠٠/,
    ],
    ['ar-SA', 'Asia/Riyadh', 'ar', /^\u2068١٬٢٣٤٫٥\u2069$/, /٥٠/, /^\u2068٣ ديسمبر ٢٠٢٦/],
    ['fr-FR', 'Europe/Paris', 'en', /^1\s234,5$/, /^1\s234,50\s\$US$/, /^3 December 2026.* 14:00/],
    [
      'not a locale',
      'Nowhere/Land',
      'en',
      /^1,234\.5$/,
      /^\$1,234\.50$/,
      /^December 3, 2026.* 1:00\sPM UTC$/,
    ],
    [undefined, undefined, 'en', /^1,234\.5$/, /^\$1,234\.50$/, /^December 3, 2026.* 1:00\sPM UTC$/],
  ])('%s in %s', (locale, zone, language, number, money, when) => {
    const reader = readerFor(locale, zone);
    expect(reader.words.language).toBe(language);
    expect(reader.number(1234.5)).toMatch(number);
    expect(reader.amount(1234.5, 'USD')).toMatch(money);
    expect(reader.when(AT)).toMatch(when);
  });

  test('units: the marketplace’s own as they are, those Intl knows in words; no digit is lost', () => {
    const { amount, bare } = readerFor('en-US', undefined);
    expect(['units', 'kilogram', 'EUR', 'percent', ''].map((unit) => amount(2, unit))).toEqual([
      '2 units',
      '2 kilograms',
      '€2.00',
      '2%',
      '2',
    ]);
    expect([bare(2, 'units'), bare(2, 'EUR'), amount(1.005, 'USD')]).toEqual(['2', '€2.00', '$1.005']);
    expect(readerFor('de', undefined).amount(12.5, 'percent')).toMatch(/^12,5\s%$/);
    expect(readerFor('ar-EG', undefined).amount(12.5, 'percent')).toContain('١٢٫٥٪');
  });
});

const accepted = (...tags: string[]) => tags.map((tag) => new Intl.Locale(tag));

function wish(header: string, query = '') {
  const headers = { 'accept-language': header };
  const request = new Request(`https://x.example/s/t${query}`, { headers });
  const { chosen, accepted: found } = languageWish(request, {});
  return [chosen, ...found.map(String)];
}

describe('which language', () => {
  test.each([
    ['ja', 'de-AT', ['es'], 'ja', 'ja-AT'],
    ['ar', 'en-EG', [], 'ar', 'ar-EG'],
    ['de', 'en-US', ['de-CH'], 'de', 'de-CH'],
    ['en', 'de-AT', [], 'en', 'en-AT'],
    [undefined, 'de-AT', ['es'], 'de', 'de-AT'],
    [undefined, 'fr-FR', ['nl', 'es-MX', 'de'], 'es', 'fr-FR'],
    [undefined, undefined, ['nl', 'es-MX', 'de'], 'es', 'es-MX'],
    [undefined, 'fr', ['nl'], 'en', 'fr'],
    [undefined, undefined, [], 'en', 'en'],
  ] as const)('chosen %s, her locale %s, accepted %s', (chosen, locale, tags, language, numbers) => {
    const reader = readerFor(locale, undefined, { chosen, accepted: accepted(...tags) });
    expect([reader.words.language, reader.locale]).toEqual([language, numbers]);
  });

  test.each([
    ['', [undefined]],
    ['de-CH, fr;q=0.8, *;q=0.1', [undefined, 'de-CH', 'fr']],
    ['en;q=0.2, ja ; q=0.9, ar;q=0', [undefined, 'ja', 'en']],
    ['de;q=2, es;q=x, ar;q=0.5', [undefined, 'ar']],
    ['<svg>, ../../etc, \u007F', [undefined]],
    [`${'x-'.repeat(300)},de`, [undefined]],
  ])('Accept-Language %j', (header, expected) => {
    expect(wish(header)).toEqual(expected);
  });

  test('only shipped languages can be chosen', () => {
    expect(wish('', '?lang=ar')).toEqual(['ar']);
    expect(wish('', '?lang=fr')).toEqual([undefined]);
    expect(wish('', '?lang=constructor')).toEqual([undefined]);
    expect(wish('', '?lang=%3Csvg%3E')).toEqual([undefined]);
  });
});

test('what could rearrange a sentence stands isolated, and cannot leave its isolation', () => {
  const [latin, arabic] = [readerFor('en', undefined), readerFor('ar', undefined)];
  expect(latin.isolate('240 units')).toBe('240 units');
  expect(latin.isolate('٢٤٠ وحدة')).toBe('\u2068٢٤٠ وحدة\u2069');
  expect(latin.isolate('a\u202Egnp.exe\u2069')).toBe('agnp.exe');
  expect(arabic.isolate('240 units')).toBe('\u2068240 units\u2069');
  expect(arabic.isolate('')).toBe('');
});
