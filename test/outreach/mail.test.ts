import { describe, expect, it, test } from 'vitest';
import { MAIL_WORDS } from '../../lib/outreach/mail/invitation-mail.ts';
import { titleBeforeReveal } from '../../lib/rounds/title-before-reveal.ts';
import { LANGUAGES } from '../../lib/language/locale.ts';
import { oneLine } from '../../lib/language/one-line.ts';
import { WORDS } from '../../lib/survey/language.ts';
import { elicit, LINK, mailOf, QUARTERLY, show } from './mail-fixture.ts';

describe('a mail', () => {
  it('of the arm that shows holds value, reasons and answers to click that only choose', () => {
    const { text, html } = mailOf();
    for (const part of [text, html]) {
      expect(part).toContain('240 units');
      expect(part).toContain('Sales rose 18 % over four weeks.');
      expect(part).toContain('Blue kettle, 1.7 l');
      for (const answer of ['?a=accept', '?a=keep', '?a=adjust', '?t=1', '?t=7'])
        expect(part).toContain(`${LINK}${answer}`);
      expect(part).not.toContain('?t=8');
      expect(part).toContain(`${LINK}/stop`);
    }
  });

  it('of the other arm holds nothing of the recommendation but what it is about', () => {
    const asks = elicit({ value: 4711, unit: 'crates', lowerBound: 4000, upperBound: 5000 });
    const mail = mailOf({ asks });
    expect(JSON.stringify(mail)).not.toMatch(/4711|4,711|4000|5000|crates|Sales rose|stock covers|\?a=|\?t=/);
    expect(mail.text).toContain('Blue kettle, 1.7 l');
    expect(mail.text).toContain(LINK);
  });

  it('has a subject that tells neither arm nor value nor title', () => {
    const subject = 'Northwind Market: your view on a recommendation, in 30 seconds';
    for (const asks of [show(), elicit()]) expect(mailOf({ asks }).subject).toBe(subject);
    expect(mailOf({ reminder: 1 }).subject).toBe(`Reminder: ${subject}`);
    expect(mailOf({ asks: QUARTERLY }).subject).toBe('Northwind Market: how do you see our recommendations?');
  });

  it('leaves reasons out where an experiment keeps them from her', () => {
    const { text, html } = mailOf({ asks: show({}, true) });
    expect(text + html).not.toMatch(/Sales rose|Why we recommend it/);
    expect(text).toContain('240 units');
  });

  it('of the quarterly questionnaire asks for no decision', () => {
    const { text } = mailOf({ asks: QUARTERLY });
    expect(text).toContain('Once a quarter at most');
    expect(text).not.toMatch(/\?a=|240|kettle/);
  });

  it('says when it closes on her own clock, in her own way', () => {
    expect(mailOf().text).toContain('November 27, 2026 at 1:00 PM GMT+1');
    const german = mailOf({
      seller: { locale: 'de-AT', timeZone: 'Asia/Tokyo' },
      asks: show({ value: 1250.5, unit: 'EUR' }),
    });
    expect(german.text).toContain('27. November 2026 um 21:00 GMT+9');
    expect(german.text).toMatch(/€\s1\.250,50/);
    expect(german.text).toContain('Guten Tag,\n');
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const words = MAIL_WORDS[language];
  it.each([
    ['elicit', elicit()],
    ['show', show()],
    ['quarterly', QUARTERLY],
  ] as const)('the mail (%s) is complete, and asks in the words of the page', (kind, asks) => {
    const { text, html, subject } = mailOf({ asks, reminder: 1, seller: { locale: language } });
    const { direction, items, shell } = WORDS[language];
    expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
    for (const said of [
      words[kind].lead,
      words.reminded,
      words.why.text,
      shell.stop,
      items['notice@1'].confidential,
    ])
      expect(text).toContain(said);
    expect(text.includes(items['trust@1'].legend)).toBe(kind === 'show');
    expect(subject).toContain('Northwind Market');
    expect(text).not.toMatch(/undefined|\[object|function/);
    expect([words.language, words.direction]).toEqual([language, direction]);
  });

  it('nothing is fetched, nothing runs, nothing tracks, and every address is the link', () => {
    const { html } = mailOf({ seller: { locale: language } });
    expect(html).not.toMatch(/<(img|script|link|iframe|form|input|object)\b|url\(|@import|src=|\son\w+=/i);
    const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((href) => !href.startsWith(LINK))).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(20_000);
  });
});

const BAD = [
  '<svg onload=alert(1)>',
  '</style></title><script>alert(1)</script>',
  '"><a href="https://evil.example">x</a>',
  'A\r\nBcc: all@example.com',
  'A\u2028B\u0000C',
  '\u202Egnp.exe',
  '\u2067\u2066abc',
];

describe('what comes from outside', () => {
  test.each(BAD)('%j is inert in markup, text and subject', (bad) => {
    const seller = { displayName: bad, locale: 'ar' };
    const asks = show({ title: bad, unit: bad, reasons: [bad, bad] });
    for (const mail of [mailOf({ marketplace: bad, seller, asks }), mailOf({ marketplace: bad, asks })]) {
      expect(mail.html).not.toMatch(/<svg|<script|<a href="https:\/\/evil/);
      expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
      expect(mail.text).not.toMatch(/^Bcc:/m);
      expect(mail.text).not.toMatch(/[\u0000\u2028\u202A-\u202E\u2066\u2067]/); // oxlint-disable-line no-control-regex
      const opened = mail.text.split('\u2068').length;
      expect(mail.text.split('\u2069')).toHaveLength(opened); // what was set apart ends
    }
  });

  test('of any length stays a mail', () => {
    const long = 'ש'.repeat(5000);
    const asks = show({ title: long, reasons: Array.from({ length: 8 }, () => long) });
    const mail = mailOf({ marketplace: long, seller: { displayName: long }, asks });
    expect([...mail.subject].length).toBeLessThan(120);
    expect(Buffer.byteLength(mail.html)).toBeLessThan(20_000);
  });

  test('is one line: letters that belong together stay together', () => {
    expect(oneLine('  a\n\tb\u202E ', 10)).toBe('a b');
    expect(oneLine('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2)).toBe('👩‍👩‍👧‍👦…');
  });
});

test.each([
  ['Order 240 kettles', 240, false],
  ['Order ٢٤٠ kettles', 240, false],
  ['Order ２４０ kettles', 240, false],
  ['1.25k units of tea', 1250, false],
  ['1 250 units', 1250, false],
  ['now €12.50', 12.5, false],
  ['a discount of 3 %', 0.03, false],
  ['Blue kettle, 1.7 l', 240, true],
  ['Blue kettle', 7, true],
  ['Blue kettle', 0, true],
  ['100 bags of tea', 0, false],
])('before the reveal %j may be told of %d: %s', (title, value, told) => {
  expect(titleBeforeReveal({ title, value })).toBe(told ? title : undefined);
});
