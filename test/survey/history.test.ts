import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { withTables } from '../engine.ts';
import { fact, fieldsOf, marketplace, NOW } from './marketplace.ts';

const { ask, answer, facts, ledger } = marketplace(withTables());

function past(id: string, plan: number | undefined, recommended: number, outcome: number, days: number) {
  const recommendation = {
    ...fact(addDays(NOW, -days)),
    recommender: 'replenishment',
    value: recommended,
    unit: 'units',
    title: `Ware ${id}`,
    reasons: [],
    expiresAt: addDays(NOW, 1 - days),
    ...(plan !== undefined && { priorPlan: plan }),
  };
  const action = { ...fact(), response: 'adjust' as const, chosen: 155 };
  return {
    sellerId: '',
    recommendationId: id,
    recommendation,
    action,
    outcome: { ...fact(), value: outcome },
    outcomeShown: fact(),
  };
}

describe('history', () => {
  test('is a friendly page when nothing has turned out yet', async () => {
    const { token } = await ask();
    const page = await answer('GET', `/s/${token}/history`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Nothing to look back on yet');
    expect(page.body).not.toContain('<table');
  });

  test('says how often her own plan was closer, and not more than three rounds can tell', async () => {
    const rounds = [past('a', 100, 150, 105, 30), past('b', 80, 60, 85, 20), past('c', 200, 210, 214, 10)];
    const { token } = await ask({ past: [...rounds, past('d', undefined, 10, 11, 5)] });
    const page = await answer('GET', `/s/${token}/history`);
    expect(page.body).toContain('too early to tell which is better: of 3 times');
    expect(page.body).toContain(
      'our recommendation was closer to what turned out right once, your own plan twice',
    );
    expect(page.body).toContain('For one recommendation we do not know your own plan');
    expect(page.body.indexOf('Ware d')).toBeLessThan(page.body.indexOf('Ware a'));
    expect(page.body).toContain('155 units');
  });

  test('says plainly that her own plan was better', async () => {
    const rounds = Array.from({ length: 9 }, (_, i) => past(`r${i}`, 100, i === 0 ? 101 : 150, 102, 9 + i));
    const { token } = await ask({ past: rounds });
    const page = await answer('GET', `/s/${token}/history`);
    expect(page.body).toContain('So far your own plan was better: it was closer');
    expect(page.body).toContain('8 of 9 times, our recommendation once');
  });

  test('leaves out what she was not shown, and the round that still waits for her plan', async () => {
    const { outcomeShown: _, ...unseen } = past('unseen', 1, 2, 3, 9);
    const now = { recommendationId: 'rec-now', outcome: { ...fact(), value: 235 }, outcomeShown: fact() };
    const { token } = await ask({ past: [unseen, { sellerId: '', ...now }] });
    const page = await answer('GET', `/s/${token}/history`);
    expect(page.body).toContain('Nothing to look back on yet');
    expect(page.body).not.toMatch(/240|235|unseen/);
  });
});

describe('stop', () => {
  test('GET asks, POST records, in the ledger and where waves look', async () => {
    const { token, sellerId } = await ask();
    const asks = await answer('GET', `/s/${token}/stop`);
    expect(asks.body).toContain('Stop these questions?');
    await expect(ledger().has('us', 'optout', sellerId)).resolves.toBe(false);
    const done = await answer('POST', `/s/${token}/stop`, { form: fieldsOf(asks.body) });
    expect(done.status).toBe(200);
    expect(done.body).toContain('You will not be asked again');
    await expect(ledger().has('us', 'optout', sellerId)).resolves.toBe(true);
    expect((await facts().readSeller('us', sellerId)).contact?.optedOutAt).toBe(NOW);
    expect((await answer('GET', `/s/${token}/stop?lang=de`)).body).toContain('Sie werden nicht mehr gefragt');
  });

  test('a mail client does it in one click, from elsewhere, long after the round has closed', async () => {
    const { token, sellerId } = await ask();
    const once = { form: { 'List-Unsubscribe': 'One-Click' }, headers: { 'sec-fetch-site': 'cross-site' } };
    const done = await answer('POST', `/s/${token}/stop`, { ...once, now: addDays(NOW, 200) });
    expect(done.status).toBe(200);
    await expect(ledger().has('us', 'optout', sellerId)).resolves.toBe(true);
  });
});
