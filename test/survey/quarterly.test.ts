import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { blockOrder, openBlock } from '../../lib/survey/quarterly-block.ts';
import { QUARTERLY } from '../../lib/survey/questionnaire.ts';
import { LANGUAGES } from '../../lib/survey/words/words.ts';
import { withTables } from '../engine.ts';
import { dump, fieldsOf, marketplace, NOW } from './marketplace.ts';

const tables = withTables();
const { ask, askQuarterly, answer, facts } = marketplace(tables);
const ALL = Object.values(QUARTERLY).flat();

const stored = async (sellerId: string) => (await facts().readSeller('us', sellerId)).quarterlies?.[0];

describe('the quarterly questionnaire', () => {
  test('five pages, each recorded when it is sent; the link goes on where she stopped; then thanks', async () => {
    const { token, sellerId, linkHash } = await askQuarterly();
    const at = `/s/${token}`;
    for (const [index, block] of blockOrder(linkHash).entries()) {
      const page = await answer('GET', at);
      expect(page.body).toContain(`Step ${index + 1} of 5`);
      const [first = '', second = ''] = QUARTERLY[block];
      expect(page.body).toContain(`name="${first}"`);
      const form = { ...fieldsOf(page.body), [first]: '6', ...(index === 0 && { [second]: 'cannot-say' }) };
      const sent = await answer('POST', at, { form, now: addDays(NOW, 0.01) });
      expect([sent.status, sent.location]).toEqual([303, index === 4 ? at : `${at}?block=${index + 2}`]);
      expect(openBlock((await stored(sellerId)) ?? { linkHash, answers: {} })).toBe(
        index === 4 ? undefined : index + 1,
      );
    }
    expect((await answer('GET', at)).body).toContain('Your answers are recorded');
    const { answers = {} } = (await stored(sellerId)) ?? {};
    expect(Object.keys(answers).sort()).toEqual([...ALL].sort());
    const [block] = blockOrder(linkHash);
    const [first = '', second = ''] = QUARTERLY[block ?? 'ability'];
    expect(answers[first]).toEqual({
      at: addDays(NOW, 0.01),
      rating: 6,
      wording: { language: 'en', items: [first, second, 'notice@2'] },
    });
    expect(answers[second]).toMatchObject({ rating: null });
    expect(answers[second]).not.toHaveProperty('leftOut');
    expect(Object.values(answers).filter(({ leftOut }) => leftOut)).toHaveLength(4);
  });

  test('an answer can be changed until it closes; the last counts; sent twice it is there once', async () => {
    const { token, sellerId, linkHash } = await askQuarterly();
    const at = `/s/${token}`;
    const [item = ''] = QUARTERLY[blockOrder(linkHash)[1] ?? 'ability'];
    const form = { ...fieldsOf((await answer('GET', `${at}?block=2`)).body), [item]: '2' };
    await Promise.all([answer('POST', at, { form }), answer('POST', at, { form })]);
    const again = await answer('GET', `${at}?block=2`);
    expect(fieldsOf(again.body)[item]).toBe('2');
    await answer('POST', at, { form: { ...fieldsOf(again.body), [item]: '7' } });
    expect((await stored(sellerId))?.answers[item]?.rating).toBe(7);
    const late = await answer('POST', at, { form: { ...form, [item]: '1' }, now: addDays(NOW, 6) });
    expect(late.body).toContain('This question is closed');
    expect((await stored(sellerId))?.answers[item]?.rating).toBe(7);
  });

  test('GET writes nothing; a form that is not ours records nothing and keeps what was chosen', async () => {
    const { token, linkHash } = await askQuarterly();
    const at = `/s/${token}`;
    const before = await dump(tables());
    for (const query of ['', '?block=3', '?block=9', '?block=%3Csvg%3E', '?a=5', '?lang=ar'])
      for (const method of ['GET', 'HEAD']) expect((await answer(method, at + query)).status).toBe(200);
    const [item = ''] = QUARTERLY[blockOrder(linkHash)[0] ?? 'ability'];
    const form = { ...fieldsOf((await answer('GET', at)).body), [item]: '3' };
    const refused = await answer('POST', at, { form: { ...form, nonce: '' } });
    expect([refused.status, fieldsOf(refused.body)[item]]).toEqual([403, '3']);
    const foreign = await answer('POST', at, { form, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(foreign.status).toBe(403);
    const arabic = await answer('POST', at, { form: { ...form, switch: 'ar' } });
    expect([arabic.status, fieldsOf(arabic.body)[item]]).toEqual([200, '3']);
    expect(await dump(tables())).toBe(before);
  });

  test('its link has a ledger and a way out, no other form opens it, and no revoked link does', async () => {
    const { token, sellerId } = await askQuarterly();
    expect((await answer('GET', `/s/${token}/history`)).status).toBe(200);
    expect((await answer('GET', `/s/${token}/stop`)).body).toContain('Stop these questions?');
    const other = fieldsOf((await answer('GET', `/s/${(await ask()).token}`)).body);
    expect((await answer('POST', `/s/${token}`, { form: { ...other, plan: '5' } })).status).toBe(403);
    const stale = { tenant: 'us', sellerId, waveId: '2026-Q4', linkHash: 'f'.repeat(64), now: NOW };
    await expect(facts().recordQuarterly(stale, { 'a@1': { at: NOW, rating: 1 } })).resolves.toBe(
      'stale-link',
    );
    const gone = { ...stale, waveId: 'none' };
    await expect(facts().recordQuarterly(gone, { 'a@1': { at: NOW, rating: 1 } })).resolves.toBe(
      'stale-link',
    );
    await expect(facts().recordQuarterly(stale, {})).rejects.toThrow(/at least one/);
  });

  test('is asked once a wave, under the same caps as everything else', async () => {
    const { order, outcome } = await askQuarterly();
    expect(outcome).toBe('invited');
    await expect(facts().inviteQuarterly('us', order)).resolves.toBe('alreadyInvited');
    const soon = { ...order, waveId: '2027-Q1', linkHash: 'e'.repeat(64) };
    await expect(facts().inviteQuarterly('us', soon)).resolves.toBe('restingDays');
    const later = { ...soon, invitedAt: addDays(NOW, 90), closesAt: addDays(NOW, 100) };
    await expect(facts().inviteQuarterly('us', later)).resolves.toBe('invited');
  });

  test('every block comes first for some links, in an order that is always the same for one', () => {
    const orders = Array.from({ length: 300 }, (_, i) => blockOrder(String(i)));
    for (const order of orders) expect([...order].sort()).toEqual(Object.keys(QUARTERLY).sort());
    for (const block of Object.keys(QUARTERLY))
      expect(orders.filter(([first]) => first === block).length).toBeGreaterThan(30);
    expect(blockOrder('7')).toEqual(orders[7]);
  });

  test.each(LANGUAGES)('every page in %s is below 20 kB', async (lang) => {
    const { token } = await askQuarterly();
    for (const query of ['block=1', 'block=2', 'block=3', 'block=4', 'block=5']) {
      const { body } = await answer('GET', `/s/${token}?${query}&lang=${lang}`);
      expect(body).toContain(`<html lang="${lang}"`);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
    }
  });
});
