import { describe, expect, test } from 'vitest';
import { addDays, type Instant } from '../../lib/domain/instant.ts';
import { withTables } from '../engine.ts';
import { dump, fieldsOf, marketplace, NOW, ORIGIN } from './marketplace.ts';

const tables = withTables();
const { ask, answer, facts } = marketplace(tables);
const ANSWER = { decision: 'accept', trust: '6', reason: 'reasons' };

describe('robots that open links', () => {
  test('GET, HEAD and one-click addresses leave the tables byte for byte as they were', async () => {
    const [elicit, show] = [await ask(), await ask({ arm: 'show' })];
    const before = await dump(tables());
    for (const { token } of [elicit, show]) {
      for (const path of [
        '',
        '?a=1',
        '?a=7',
        '?a=5&edit',
        '?told=already',
        '/history',
        '/stop',
        '/stop?a=1',
        '?lang=ar',
        '?edit&lang=ja',
        '/history?lang=de',
      ]) {
        expect((await answer('GET', `/s/${token}${path}`)).status).toBe(200);
        const head = await answer('HEAD', `/s/${token}${path}`);
        expect([head.status, head.body]).toEqual([200, '']);
      }
    }
    expect(await dump(tables())).toBe(before);
  });

  test('a clicked answer is only chosen on the page', async () => {
    const { token } = await ask({ arm: 'show' });
    expect(fieldsOf((await answer('GET', `/s/${token}?t=5`)).body)['trust']).toBe('5');
    expect(fieldsOf((await answer('GET', `/s/${token}?t=8`)).body)['trust']).toBeUndefined();
  });

  test('a foreign page, a missing or old nonce record nothing and keep the answers', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const opened = fieldsOf((await answer('GET', at)).body);
    const form = { ...opened, ...ANSWER };
    const submission = opened['submission'];
    const other = fieldsOf((await answer('GET', `/s/${(await ask({ arm: 'show' })).token}`)).body);
    const attempts = [
      { form, headers: { 'sec-fetch-site': 'cross-site' } },
      { form, headers: { 'sec-fetch-site': 'same-site' } },
      { form, headers: { origin: 'https://evil.example' } },
      { form, headers: { origin: 'not an origin' } },
      { form: { ...form, nonce: '' } },
      { form: { ...form, nonce: other['nonce'] ?? '' } },
      { form: { ...form, nonce: `0${opened['nonce']}` } },
      { form, now: addDays(NOW, -1) },
      { form: { ...form, form: 'reply@0' } },
      { form: { ...form, nonce: 'é'.repeat(24) } },
      { form, now: addDays(NOW, 2) },
    ];
    for (const attempt of attempts) {
      const back = await answer('POST', at, attempt);
      expect(back.status).toBe(403);
      expect(back.body).toContain('please send them once more');
      expect(fieldsOf(back.body)).toMatchObject({ ...ANSWER, website: '', submission });
    }
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.reply).toBeUndefined();
    const again = fieldsOf((await answer('POST', at, { form: { ...form, nonce: '' } })).body);
    expect((await answer('POST', at, { form: again })).location).toBe(at);
  });

  test('a filled trap and an answer faster than reading are recorded, and marked', async () => {
    const attempts = [
      { over: {}, seconds: 30, suspect: undefined },
      { over: { website: 'https://spam.example' }, seconds: 30, suspect: ['trap'] },
      { over: {}, seconds: 1, suspect: ['fast'] },
      { over: { website: 'x' }, seconds: 0, suspect: ['trap', 'fast'] },
    ];
    for (const { over, seconds, suspect } of attempts) {
      const { token, sellerId } = await ask();
      const at = `/s/${token}`;
      const send = async (answers: Record<string, string>, opens: Instant) => {
        const form = { ...fieldsOf((await answer('GET', at, { now: opens })).body), ...answers, ...over };
        return answer('POST', at, { form, now: addDays(opens, seconds / 86_400) });
      };
      expect((await send({ plan: '100' }, NOW)).location).toBe(at);
      expect((await send(ANSWER, addDays(NOW, 0.1))).location).toBe(at);
      const round = await facts().readRound('us', sellerId, 'rec-now');
      expect(round?.priorPlan?.value).toBe(100);
      expect([round?.priorPlan?.suspect, round?.reply?.suspect]).toEqual([suspect, suspect]);
    }
  });

  test('mending a form does not make the second sending look fast', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const form = fieldsOf((await answer('GET', at)).body);
    const later = addDays(NOW, 1 / 1440);
    const back = await answer('POST', at, { form: { ...form, decision: 'accept' }, now: later });
    expect(back.status).toBe(422);
    await answer('POST', at, { form: { ...fieldsOf(back.body), ...ANSWER }, now: later });
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.reply).toMatchObject({ trustRating: 6 });
    expect(round?.reply?.suspect).toBeUndefined();
  });

  test('what browsers say about their own form is believed: same origin, null, nothing, yesterday', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', origin: ORIGIN },
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
      { 'sec-fetch-site': 'none' },
      {},
    ]) {
      const { token } = await ask({ arm: 'show' });
      const form = { ...fieldsOf((await answer('GET', `/s/${token}`)).body), ...ANSWER };
      const sent = await answer('POST', `/s/${token}`, { form, headers, now: addDays(NOW, 1) });
      expect([headers, sent.status]).toEqual([headers, 303]);
    }
  });
});
