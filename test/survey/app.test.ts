import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { withTables } from '../engine.ts';
import { fieldsOf, marketplace, NOW } from './marketplace.ts';

const { ask, answer, facts } = marketplace(withTables());
const ANSWER = { decision: 'adjust', 'adjust-amount': '210', trust: '5', reason: 'feedback' };

describe('the two steps', () => {
  test('own plan first, then the recommendation, then the receipt', async () => {
    const { token, sellerId } = await ask();
    const at = `/s/${token}`;
    const step1 = await answer('GET', at);
    expect(step1.status).toBe(200);
    expect(step1.body).toContain('Blue kettle');
    const plan = await answer('POST', at, { form: { ...fieldsOf(step1.body), plan: '180' } });
    expect([plan.status, plan.location]).toEqual([303, at]);
    const step2 = await answer('GET', at);
    expect(step2.body).toContain('240 units');
    expect(step2.body).toContain('Sales rose 18 %');
    expect(step2.body).toContain('60 units more than your plan');
    const reply = await answer('POST', at, { form: { ...fieldsOf(step2.body), ...ANSWER } });
    expect([reply.status, reply.location]).toEqual([303, at]);
    const receipt = await answer('GET', at);
    expect(receipt.body).toContain('Your answer is recorded');
    expect(receipt.body).toContain('210 units');
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.priorPlan).toMatchObject({ value: 180, revealedAt: NOW });
    expect(round?.reply).toMatchObject({
      decision: 'adjust',
      chosen: 210,
      trustRating: 5,
      mainReason: 'feedback',
      revision: 1,
    });
  });

  test('the other arm shows the recommendation at once; her plan is not asked twice where it is known', async () => {
    const { token } = await ask({ arm: 'show', recommendation: { priorPlan: 200 } });
    const page = await answer('GET', `/s/${token}`);
    expect(page.body).toContain('240 units');
    expect(page.body).toContain('Keep my own plan: 200 units');
    expect(page.body).not.toContain('Step 2 of 2');
    expect(fieldsOf(page.body)['adjust-amount']).toBe('200');
  });

  test('a plan is recorded once: the first counts, and whoever sends another is told', async () => {
    const { token, sellerId } = await ask();
    const at = `/s/${token}`;
    const [one, two] = [fieldsOf((await answer('GET', at)).body), fieldsOf((await answer('GET', at)).body)];
    expect((await answer('POST', at, { form: { ...one, plan: '180' } })).location).toBe(at);
    // the same again, by a double click and from another tab
    expect((await answer('POST', at, { form: { ...one, plan: '180' } })).location).toBe(at);
    expect((await answer('POST', at, { form: { ...two, plan: '180 units' } })).location).toBe(at);
    for (const form of [one, two]) {
      const other = await answer('POST', at, { form: { ...form, plan: '240' } });
      expect([other.status, other.location]).toEqual([303, `${at}?told=plan`]);
    }
    const told = await answer('GET', `${at}?told=plan`);
    expect(told.body).toContain('You had already given your own plan: 180 units. It stays as it is');
    expect((await answer('GET', at)).body).not.toContain('You had already given');
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.priorPlan?.value).toBe(180);
  });

  test('told of a plan before there is one, or after the answer, the page says nothing of it', async () => {
    const { token } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const page = await answer('GET', `${at}?told=plan`);
    expect(page.body).not.toContain('You had already');
    await answer('POST', at, { form: { ...fieldsOf(page.body), ...ANSWER } });
    expect((await answer('GET', `${at}?told=plan`)).body).toContain('Your answer is recorded');
  });

  test('an answer keeps the language and the versions of what was asked', async () => {
    const { token, sellerId } = await ask();
    const at = `/s/${token}`;
    const plan = { ...fieldsOf((await answer('GET', at)).body), plan: '180' };
    await answer('POST', at, { form: plan });
    const reply = { ...fieldsOf((await answer('GET', `${at}?lang=es`)).body), ...ANSWER };
    await answer('POST', at, { form: reply });
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.priorPlan?.wording).toEqual({ language: 'en', items: ['own-plan@1', 'notice@2'] });
    const items = ['decision@1', 'trust@1', 'main-reason@1', 'notice@2'];
    expect(round?.reply?.wording).toEqual({ language: 'es', items });
  });

  test.each([
    [{ decision: 'accept' }, 240],
    [{ decision: 'keep', 'keep-amount': '120' }, 120],
    [{ decision: 'adjust', 'adjust-amount': '12.5' }, 12.5],
  ])('%o chooses %s', async (decision, chosen) => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const form = fieldsOf((await answer('GET', `/s/${token}`)).body);
    await answer('POST', `/s/${token}`, { form: { ...form, ...decision, trust: 'cannot-say' } });
    const { reply } = (await facts().readRound('us', sellerId, 'rec-now')) ?? {};
    expect(reply).toMatchObject({ chosen, trustRating: null, mainReason: null });
  });
});

test.each([
  ['200', 'keep'],
  ['240', 'accept'],
  ['240.5', 'adjust'],
])('another value that is %s is recorded as %s', async (typed, decision) => {
  const { token, sellerId } = await ask({ arm: 'show', recommendation: { priorPlan: 200 } });
  const form = fieldsOf((await answer('GET', `/s/${token}`)).body);
  const sent = { ...form, decision: 'adjust', 'adjust-amount': typed, trust: '4' };
  await answer('POST', `/s/${token}`, { form: sent });
  const { reply } = (await facts().readRound('us', sellerId, 'rec-now')) ?? {};
  expect(reply).toMatchObject({ decision, chosen: Number(typed) });
  await answer('POST', `/s/${token}`, { form: sent });
  const again = await facts().readRound('us', sellerId, 'rec-now');
  expect(again?.reply).toEqual(reply);
});

describe('changing an answer', () => {
  test('until the round closes, prefilled, as a new revision', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    await answer('POST', at, { form: { ...fieldsOf((await answer('GET', at)).body), ...ANSWER } });
    const edit = await answer('GET', `${at}?edit`);
    expect(fieldsOf(edit.body)).toMatchObject({ ...ANSWER, revision: '1' });
    const changed = await answer('POST', at, { form: { ...fieldsOf(edit.body), decision: 'accept' } });
    expect([changed.status, changed.location]).toEqual([303, at]);
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.reply).toMatchObject({ revision: 2, chosen: 240 });
    expect(round?.earlierReplies).toHaveLength(1);
  });

  test('two tabs: the second is told that an answer stands, and changes nothing', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const [one, two] = [fieldsOf((await answer('GET', at)).body), fieldsOf((await answer('GET', at)).body)];
    expect(one['submission']).not.toBe(two['submission']);
    await answer('POST', at, { form: { ...one, ...ANSWER } });
    const late = await answer('POST', at, { form: { ...two, ...ANSWER, decision: 'accept' } });
    expect([late.status, late.location]).toEqual([303, `${at}?told=already`]);
    const told = await answer('GET', `${at}?told=already`);
    expect(told.status).toBe(200);
    expect(told.body).toContain('You had already answered');
    expect(told.body).toContain('href="?edit"');
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.reply?.chosen).toBe(210);
  });

  test('back, another choice, sent again with the same submission id: told, not silently dropped', async () => {
    const { token } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const form = { ...fieldsOf((await answer('GET', at)).body), ...ANSWER };
    expect((await answer('POST', at, { form })).location).toBe(at);
    expect((await answer('POST', at, { form })).location).toBe(at);
    expect((await answer('POST', at, { form: { ...form, trust: '1' } })).location).toBe(`${at}?told=already`);
  });

  test('after twenty answers the receipt says that it stays', async () => {
    const { token } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    for (let i = 0; i < 20; i++) {
      const form = fieldsOf((await answer('GET', `${at}?edit`)).body);
      expect(
        (await answer('POST', at, { form: { ...form, ...ANSWER, trust: String((i % 7) + 1) } })).location,
      ).toBe(at);
    }
    const form = fieldsOf((await answer('GET', `${at}?edit`)).body);
    expect((await answer('POST', at, { form })).location).toBe(`${at}?told=full`);
    const told = await answer('GET', `${at}?told=full`);
    expect(told.body).toContain('can no longer be changed');
    expect(told.body).not.toContain('href="?edit"');
  });

  test('after closing she sees what she answered, and a late POST changes nothing', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    await answer('POST', at, { form: { ...fieldsOf((await answer('GET', at)).body), ...ANSWER } });
    const edit = fieldsOf((await answer('GET', `${at}?edit`)).body);
    const now = addDays(NOW, 5);
    const late = await answer('POST', at, { form: { ...edit, trust: '1' }, now });
    expect([late.status, late.location]).toEqual([303, at]);
    const closed = await answer('GET', at, { now });
    expect(closed.status).toBe(200);
    expect(closed.body).toContain('This question is closed');
    expect(closed.body).toContain('210 units');
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.reply?.trustRating).toBe(5);
  });

  test('closed and never answered: friendly, and still without the recommendation', async () => {
    const { token } = await ask();
    const closed = await answer('GET', `/s/${token}`, { now: addDays(NOW, 30) });
    expect(closed.status).toBe(200);
    expect(closed.body).toContain('The time for answering is over');
    expect(closed.body).not.toContain('240');
  });
});

describe('what needs another look', () => {
  test('comes back with 422, a summary that takes the focus, messages at the fields, values kept', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}`;
    const opened = fieldsOf((await answer('GET', at)).body);
    const form = { ...opened, decision: 'adjust', 'adjust-amount': 'lots "of" <them>', reason: 'policy' };
    const back = await answer('POST', at, { form });
    expect(back.status).toBe(422);
    expect(back.body).toMatch(/<div class="summary" role="alert" tabindex="-1" autofocus>/);
    expect(back.body).toContain('href="#adjust-amount"');
    expect(back.body).toContain('href="#trust"');
    expect(back.body).toContain('aria-invalid="true"');
    expect(back.body).toContain('id="adjust-amount-problem"');
    expect(back.body).toContain('aria-describedby="trust-problem"');
    expect(back.body).toContain('value="lots &quot;of&quot; &lt;them&gt;"');
    expect(back.body).toMatch(/value="policy"\s+checked/);
    expect(fieldsOf(back.body)['submission']).toBe(opened['submission']);
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.reply).toBeUndefined();
  });

  test.each([
    ['', 'Enter a number.'],
    ['many', 'is not a number we can read'],
    ['1e3', 'is not a number we can read'],
    ['501', 'Between 0 and 500 units.'],
    ['-1', 'Between 0 and 500 units.'],
  ])('the plan %j: %s', async (plan, message) => {
    const { token, sellerId } = await ask();
    const form = fieldsOf((await answer('GET', `/s/${token}`)).body);
    const back = await answer('POST', `/s/${token}`, { form: { ...form, plan } });
    expect(back.status).toBe(422);
    expect(back.body).toContain(message);
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.priorPlan).toBeUndefined();
  });

  test('numbers are read and written by the habits of her locale', async () => {
    const { token, sellerId } = await ask({
      seller: { locale: 'de-AT', timeZone: 'Europe/Vienna' },
      recommendation: { value: 1234.5, unit: 'EUR', upperBound: 5000 },
    });
    const at = `/s/${token}`;
    const step1 = await answer('GET', at);
    expect(step1.body).toMatch(/Zwischen €\s0,00 und €\s5\.000,00/);
    await answer('POST', at, { form: { ...fieldsOf(step1.body), plan: '1.100,50 €' } });
    expect((await facts().readRound('us', sellerId, 'rec-now'))?.priorPlan?.value).toBe(1100.5);
    const step2 = await answer('GET', at);
    expect(step2.body).toMatch(/1\.234,50/);
    expect(fieldsOf(step2.body)['adjust-amount']).toBe('1100,5');
  });
});
