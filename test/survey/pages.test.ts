import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { withTables } from '../engine.ts';
import { fact, fieldsOf, marketplace, NOW } from './marketplace.ts';

const { ask, answer } = marketplace(withTables());
const ANSWER = { decision: 'accept', trust: '6', reason: 'reasons' };

describe('wrong requests', () => {
  test('a body above 16 kB, another method, another path, another kind of body', async () => {
    const { token } = await ask();
    const large = await answer('POST', `/s/${token}`, { form: { plan: 'x'.repeat(17_000) } });
    expect([large.status, large.body.includes('too much at once')]).toEqual([413, true]);
    const put = await answer('PUT', `/s/${token}`);
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect((await answer('PUT', `/s/${token}/history`)).status).toBe(405);
    expect((await answer('GET', `/s/${token}/other`)).status).toBe(404);
    expect((await answer('GET', '/')).status).toBe(404);
    const json = await answer('POST', `/s/${token}`, {
      form: { plan: '5' },
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(403);
  });
});

describe('step 1', () => {
  test('holds nothing of the recommendation, in no encoding', async () => {
    const secret = {
      value: 7919,
      title: 'Order 7919 kettles',
      reasons: ['Monsoon forecast revised'],
      lowerBound: 7919,
      upperBound: 9000,
    };
    const { token } = await ask({ recommendation: secret });
    const hidden = ['7919', '7,919', 'Monsoon', 'forecast revised'];
    const encoded = hidden.flatMap((text) => [
      text,
      Buffer.from(text).toString('base64').replaceAll('=', ''),
      Buffer.from(text).toString('base64url'),
      Buffer.from(text).toString('hex'),
      encodeURIComponent(text),
      text.split('').toReversed().join(''),
      [...text].map((c) => `&#${c.codePointAt(0)};`).join(''),
    ]);
    const pages = [
      await answer('GET', `/s/${token}`),
      await answer('GET', `/s/${token}?edit`),
      await answer('GET', `/s/${token}/history`),
      await answer('GET', `/s/${token}/stop`),
      await answer('POST', `/s/${token}`, { form: { plan: '-5' } }),
    ];
    const form = fieldsOf(pages[0]?.body ?? '');
    pages.push(await answer('POST', `/s/${token}`, { form: { ...form, plan: '10000' } }));
    pages.push(await answer('POST', `/s/${token}`, { form: { ...form, form: 'reply@1', ...ANSWER } }));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 403, 422, 303]);
    for (const { body, headers } of pages) {
      const bytes = body + JSON.stringify([...headers]);
      for (const text of encoded) expect(bytes).not.toContain(text);
    }
  });
});

describe('every page', () => {
  const HOSTILE = [
    '<svg onload=alert(1)>',
    '</title></script><script>alert(1)</script>',
    `"><img src=x onerror='alert(1)'>`,
    'javascript:alert(1)',
    '\u202Egnirts desrever\u202E',
    '{{7*7}}${7*7}',
    '=HYPERLINK("http://evil.example")',
    '\u0000\u0008&#0;&lt;b&gt;',
  ];

  test('shows hostile text from upstream as text, below 20 kB, with every header', async () => {
    for (const text of HOSTILE) {
      const long = text.repeat(40).slice(0, 900);
      const { token } = await ask({
        arm: 'show',
        recommendation: { title: long, reasons: Array<string>(10).fill(long), unit: text.slice(0, 20) },
        seller: { displayName: text, locale: text, timeZone: text },
        past: Array.from({ length: 14 }, (_, i) => ({
          sellerId: '',
          recommendationId: `old-${i}`,
          recommendation: {
            ...fact(addDays(NOW, -20 - i)),
            recommender: 'replenishment',
            value: 10,
            unit: text.slice(0, 20),
            title: long,
            reasons: [],
            expiresAt: addDays(NOW, -10),
            priorPlan: 12,
          },
          outcome: { ...fact(), value: 11 },
          outcomeShown: fact(),
        })),
      });
      const at = `/s/${token}`;
      const step2 = await answer('GET', at);
      const pages = [
        step2,
        await answer('POST', at, {
          form: { ...fieldsOf(step2.body), decision: 'adjust', 'adjust-amount': text },
        }),
        await answer('POST', at, { form: { ...fieldsOf(step2.body), ...ANSWER } }),
        await answer('GET', at),
        await answer('GET', `${at}?edit`),
        await answer('GET', `${at}?told=already`),
        await answer('GET', `${at}?told=${encodeURIComponent(text)}`),
        await answer('GET', `${at}/history`),
        await answer('GET', `${at}/stop`),
        await answer('GET', at, { now: addDays(NOW, 40) }),
        await answer('GET', `/s/${encodeURIComponent(text)}`, { headers: { 'accept-language': 'de' } }),
      ];
      expect(pages.map(({ status }) => status)).toEqual([
        200, 422, 303, 200, 200, 200, 200, 200, 200, 200, 404,
      ]);
      for (const page of pages) expectSafe(page);
    }
  });
});

function expectSafe({ body, headers }: { body: string; headers: Headers }) {
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
  // attribute values hold no quote that is not escaped, so what is between two quotes is one value
  const bare = body.replaceAll(/"[^"]*"/g, '""');
  const tags = new Set([...bare.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag?.toLowerCase()));
  for (const tag of ['script', 'img', 'iframe', 'object', 'link', 'base', 'b'])
    expect(tags).not.toContain(tag);
  expect(bare).not.toMatch(/<[^>]*\s(?:on\w+|style|src)\s*=/i);
  const addresses = [...body.matchAll(/\b(?:href|action)="([^"]*)"/g)].map(([, address]) =>
    (address ?? '').replaceAll('&amp;', '&'),
  );
  for (const address of addresses)
    expect(address).toMatch(
      /^(?:#[\w-]+|(?:(?:\.\.\/)?[\w-]{48}(?:\/\w+)?)?\??(?:edit|told=\w+|about=[\w-]{8}|of=\d)?&?(?:lang=\w\w)?)$/,
    );
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': expect.stringContaining('noindex'),
    'strict-transport-security': expect.stringContaining('max-age='),
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src (?:'sha256-[A-Za-z0-9+/]{43}=' ?){3}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    ),
  });
}
