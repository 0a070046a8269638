import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { WORDS } from '../../lib/survey/language.ts';
import { subjectName } from '../../lib/survey/subject-name.ts';
import { LANGUAGES, type Language } from '../../lib/survey/words/words.ts';
import { withTables } from '../engine.ts';
import { dump, fact, fieldsOf, marketplace, NOW, recommendation } from './marketplace.ts';

const tables = withTables();
const { ask, answer, facts } = marketplace(tables);
const ANSWER = { decision: 'accept', trust: '6', reason: 'reasons' };

/** As much as upstream may send, in the script and with the signs that take the most bytes. */
const LONG = {
  title: '青いやかん'.repeat(40),
  reasons: ['需要が18%増えました。', '"<&>"'].flatMap((text) => Array<string>(4).fill(text.repeat(90))),
  why: {
    range: { low: 1180.25, high: 1262.75 },
    risk: { tooHigh: '売れ残り'.repeat(75), tooLow: '品切れ。'.repeat(75) },
    promise: { text: '"<&>"'.repeat(60), until: addDays(NOW, 60) },
  },
};
const WRITTEN = '在庫が多すぎます。'.repeat(111);
const past = Array.from({ length: 15 }, (_, i) => ({
  sellerId: '',
  recommendationId: `old-${i}`,
  recommendation: recommendation({
    at: addDays(NOW, -9 * (i + 1)),
    title: LONG.title,
    recommender: i === 13 ? 'assortment' : 'replenishment',
    priorPlan: 200 + 10 * i,
  }),
  action: { ...fact(), response: 'adjust' as const, chosen: 1220.5 },
  outcome: { ...fact(), value: 216 + 3 * i },
  outcomeShown: fact(),
}));

const get = async (at: string) => ({ ...(await answer('GET', at)), at });
const post = async (at: string, form: Record<string, string>) => ({
  ...(await answer('POST', at, { form })),
  at,
});

/** A seller who has written a lot, and was answered as much. */
async function wordy(sellerId: string, recommendationId: string): Promise<void> {
  for (let i = 0; i < 8; i++) {
    const name = { tenant: 'us', sellerId, messageId: `m${i}` };
    await facts().recordMessage({
      ...name,
      recommendationId,
      at: addDays(NOW, i - 9),
      text: WRITTEN,
      language: 'ja',
    });
    if (i % 2 === 1) await facts().answerMessage(name, WRITTEN, NOW);
  }
}

beforeAll(async () => {
  const counts = { sellers: 123_456, recommendation: 61_000, plan: 60_000 };
  const reference = { countedAt: NOW, all: counts, segment: null, groups: {} };
  await facts().putReference('us', { ...reference, recommender: 'replenishment' });
  for (let i = 0; i < 5; i++) {
    const common = {
      process: `done-${i}`,
      kind: 'other',
      design: 'rollout',
      startAt: addDays(NOW, -i - 1),
    } as const;
    const notes = { en: '返品を受け付けます。'.repeat(40) };
    await facts().putProcess('us', { at: NOW, id: `p/${i}`, ingestedAt: NOW, entry: { ...common, notes } });
  }
});

/** Every page there is, by name, in one language. */
async function pagesIn(
  lang: Language,
): Promise<Record<string, { status: number; body: string; at: string }>> {
  const [first, second, closed] = [
    await ask({ past, recommendation: LONG }),
    await ask({ arm: 'show', recommendation: LONG }),
    await ask({ arm: 'show', recommendation: LONG, closesAt: addDays(NOW, -0.5) }),
  ];
  const [one, two] = [`/s/${first.token}`, `/s/${second.token}`];
  const [plan, reply] = [await get(`${one}?lang=${lang}`), await get(`${two}?a=5&lang=${lang}`)];
  const unclear = { ...fieldsOf(reply.body), decision: 'adjust', 'adjust-amount': '1..2'.repeat(10) };
  const problems = await post(two, unclear);
  const stale = await post(two, { ...fieldsOf(reply.body), ...ANSWER, nonce: '' });
  await post(two, { ...fieldsOf(reply.body), ...ANSWER });
  const about = `${two}/history?about=${subjectName('rec-now')}`;
  const message = await get(`${about}&lang=${lang}`);
  await wordy(first.sellerId, 'old-1');
  await wordy(second.sellerId, 'rec-now');
  return {
    plan,
    'plan with a problem': await post(one, fieldsOf(plan.body)),
    reply,
    'reply with problems': problems,
    stale,
    receipt: await get(`${two}?lang=${lang}`),
    'receipt with news': await get(`${two}?told=already&lang=${lang}`),
    full: await get(`${two}?told=full&lang=${lang}`),
    edit: await get(`${two}?edit&lang=${lang}`),
    closed: await get(`/s/${closed.token}?lang=${lang}`),
    history: await get(`${one}/history?lang=${lang}`),
    message,
    'message with a problem': await post(`${two}/history`, {
      ...fieldsOf(message.body),
      text: '"'.repeat(1001),
    }),
    'message after others': await get(`${about}&lang=${lang}`),
    'empty history': await get(`${two}/history?lang=${lang}`),
    stop: await get(`${one}/stop?lang=${lang}`),
    stopped: await post(`${two}/stop`, { lang }),
    'bad link': await get(`/s/x?lang=${lang}`),
    'no page': await get(`/?lang=${lang}`),
  };
}

describe.each(LANGUAGES)('in %s', (lang) => {
  test('every page says so, is no larger than 20 kB and offers the other languages', async () => {
    const pages = await pagesIn(lang);
    for (const [name, { status, body, at }] of Object.entries(pages)) {
      expect([name, status]).toEqual([name, expect.toBeOneOf([200, 403, 404, 422])]);
      expect([name, body]).toEqual([
        name,
        expect.stringContaining(`<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}">`),
      ]);
      expect([name, Buffer.byteLength(body)]).toEqual([
        name,
        expect.toSatisfy((size) => Number(size) <= 20_000),
      ]);
      expect([name, body]).toEqual([name, expect.not.stringMatching(/undefined|NaN|\[object|function/)]);
      const offered = [
        ...body.matchAll(
          /<(?:a href="\?(?:[a-z]+=?\w*&amp;)?lang=[a-z]+"\s+lang="|button\s+form="answer"\s+name="switch"\s+value=")([a-z]+)"/g,
        ),
      ];
      expect([name, at, offered.map(([, to]) => to)]).toEqual([name, at, [...LANGUAGES]]);
    }
  });

  test('a whole walk stays in it: every form, redirect and link', async () => {
    const { token, sellerId } = await ask({ recommendation: { value: 1240, upperBound: 5000 } });
    const at = `/s/${token}`;
    const step1 = await answer('GET', `${at}?lang=${lang}`);
    expect(linksOf(step1.body)).toEqual([`${token}/history?lang=${lang}`, `${token}/stop?lang=${lang}`]);
    const plan = await answer('POST', at, { form: { ...fieldsOf(step1.body), plan: '1000' } });
    expect(plan.location).toBe(`${at}?lang=${lang}`);
    const step2 = await answer('GET', plan.location ?? '');
    expect(step2.body).toContain(WORDS[lang].items['trust@1'].points[6]);
    const reply = await answer('POST', at, { form: { ...fieldsOf(step2.body), ...ANSWER } });
    expect(reply.location).toBe(`${at}?lang=${lang}`);
    const receipt = await answer('GET', reply.location ?? '');
    expect(receipt.body).toContain(WORDS[lang].receipt.title);
    expect(receipt.body).toContain(`href="?edit&amp;lang=${lang}"`);
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.priorPlan?.value).toBe(1000);
    expect(round?.reply).toMatchObject({ chosen: 1240, trustRating: 6, wording: { language: lang } });
  });
});

describe('changing the language of a half-finished form', () => {
  test('keeps what was typed, writes nothing, puts nothing into an address, and reads numbers as they were meant', async () => {
    const { token, sellerId } = await ask({
      arm: 'show',
      seller: { locale: 'de-DE' },
      recommendation: { upperBound: 5000 },
    });
    const at = `/s/${token}`;
    const german = fieldsOf((await answer('GET', at)).body);
    const half = { ...german, decision: 'adjust', 'adjust-amount': '1.250', trust: '3', reason: 'policy' };
    const before = await dump(tables());
    const english = await answer('POST', at, { form: { ...half, switch: 'en' } });
    expect([english.status, english.location]).toEqual([200, null]);
    expect(english.body).toContain('<html lang="en" dir="ltr">');
    const carried = fieldsOf(english.body);
    expect(carried).toMatchObject({
      decision: 'adjust',
      'adjust-amount': '1250',
      trust: '3',
      reason: 'policy',
      lang: 'en',
    });
    expect(carried['submission']).toBe(german['submission']);
    const arabic = await answer('POST', at, { form: { ...carried, switch: 'ar' } });
    expect(arabic.body).toContain('<html lang="ar" dir="rtl">');
    expect(await dump(tables())).toBe(before);
    const sent = await answer('POST', at, { form: fieldsOf(arabic.body) });
    expect([sent.status, sent.location]).toEqual([303, `${at}?lang=ar`]);
    const { reply } = (await facts().readRound('us', sellerId, 'rec-now')) ?? {};
    expect(reply).toMatchObject({ decision: 'adjust', chosen: 1250, trustRating: 3, mainReason: 'policy' });
    expect(reply?.wording?.language).toBe('ar');
  });

  test('text that is no number stays as it was typed; an unknown language is no switch', async () => {
    const { token } = await ask();
    const at = `/s/${token}`;
    const form = { ...fieldsOf((await answer('GET', at)).body), plan: 'about 200' };
    expect(fieldsOf((await answer('POST', at, { form: { ...form, switch: 'ja' } })).body)['plan']).toBe(
      'about 200',
    );
    expect((await answer('POST', at, { form: { ...form, switch: 'xx' } })).status).toBe(422);
  });

  test('on a page that is out of date goes on to the one that is not', async () => {
    const { token } = await ask();
    const at = `/s/${token}`;
    const form = { ...fieldsOf((await answer('GET', at)).body), plan: '200' };
    await answer('POST', at, { form });
    expect((await answer('POST', at, { form: { ...form, switch: 'es' } })).location).toBe(`${at}?lang=es`);
  });

  test('step 1 tells nothing of the recommendation in any language', async () => {
    const { token } = await ask({
      recommendation: { value: 7919, reasons: ['Monsoon forecast'], upperBound: 9000 },
    });
    const form = fieldsOf((await answer('GET', `/s/${token}`)).body);
    for (const lang of LANGUAGES) {
      const pages = [
        await answer('GET', `/s/${token}?lang=${lang}`),
        await answer('POST', `/s/${token}`, { form: { ...form, plan: '12', switch: lang } }),
      ];
      for (const { status, body } of pages) {
        expect(status).toBe(200);
        expect(body).not.toMatch(/7[,.٬’\s]?919|٧٬٩١٩|Monsoon/);
      }
    }
  });

  test('a page for nobody in particular follows the browser, a link’s page the seller', async () => {
    const { token } = await ask({ seller: { locale: 'es-ES' } });
    const headers = { 'accept-language': 'fr, ar;q=0.9' };
    expect((await answer('GET', '/s/x', { headers })).body).toContain('<html lang="ar" dir="rtl">');
    expect((await answer('GET', `/s/${token}`, { headers })).body).toContain('<html lang="es" dir="ltr">');
    const { token: unknown } = await ask({ seller: { locale: 'fr-FR' } });
    expect((await answer('GET', `/s/${unknown}`, { headers })).body).toContain('<html lang="ar" dir="rtl">');
  });
});

function linksOf(page: string): readonly string[] {
  const nav = /<nav[\s\S]*?<\/nav>/.exec(page)?.[0] ?? '';
  return [...nav.matchAll(/href="([^"]*)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'));
}
