import { describe, expect, test } from 'vitest';
import { addDays, type Instant } from '../../lib/domain/instant.ts';
import type { ProcessEntry } from '../../lib/rounds/process.ts';
import type { Recommendation } from '../../lib/rounds/round.ts';
import { subjectName } from '../../lib/survey/subject-name.ts';
import { notesFor } from '../../lib/survey/notes.ts';
import { readerFor } from '../../lib/survey/reader.ts';
import { withTables } from '../engine.ts';
import { dump, fact, fieldsOf, instant, marketplace, NOW, recommendation } from './marketplace.ts';

const tables = withTables();
const { ask, answer, facts } = marketplace(tables);
const NOW_ABOUT = `about=${subjectName('rec-now')}`;

function past(id: string, recommender: string, days: number, over: Partial<Recommendation> = {}) {
  const at = addDays(NOW, -days);
  return {
    sellerId: '',
    recommendationId: id,
    recommendation: recommendation({
      at,
      recommender,
      title: `Ware ${id}`,
      priorPlan: 100,
      value: 150,
      ...over,
    }),
    outcome: { ...fact(), value: 105 },
    outcomeShown: fact(),
  };
}

const messages = async (sellerId: string) => (await facts().readSeller('us', sellerId)).messages ?? [];

describe('of several recommenders', () => {
  test('the ledger begins with the kind the link asks about; the others can be chosen', async () => {
    const rounds = [past('a', 'pricing', 3), past('b', 'replenishment', 9), past('c', 'pricing', 5)];
    const { token } = await ask({ past: rounds });
    const first = await answer('GET', `/s/${token}/history`);
    expect(first.body).toContain('Ware b');
    expect(first.body).not.toMatch(/Ware [ac]/);
    expect(first.body).toContain('The one time we can compare, your own plan was closer');
    expect(first.body).toMatch(/href="\?of=2"\s+aria-current="page"/);
    const other = await answer('GET', `/s/${token}/history?of=1`);
    expect(other.body).toMatch(/Ware a[\s\S]*Ware c/);
    expect(other.body).not.toContain('Ware b');
    for (const of of ['0', '9', '-1', 'x', '1e9'])
      expect((await answer('GET', `/s/${token}/history?of=${of}`)).body).toContain('Ware b');
  });

  test('nothing to choose where there is one, and what has turned out where the link’s kind has not', async () => {
    const { token } = await ask({ past: [past('a', 'pricing', 3)] });
    const page = await answer('GET', `/s/${token}/history`);
    expect(page.body).toContain('Ware a');
    expect(page.body).not.toContain('class="kinds"');
  });
});

describe('the reference point', () => {
  test('stands beside her own rounds, also where she has none yet', async () => {
    const counts = { sellers: 40, recommendation: 9, plan: 30 };
    const groups = { small: { sellers: 12, recommendation: 11, plan: 0 } };
    await facts().putReference('us', {
      recommender: 'assortment',
      countedAt: NOW,
      all: counts,
      segment: 'size',
      groups,
    });
    const asked = { recommendation: { recommender: 'assortment' } };
    const { token: small } = await ask({ ...asked, seller: { segments: { size: 'small' } } });
    const alike = await answer('GET', `/s/${small}/history`);
    expect(alike.body).toContain('For sellers like you');
    expect(alike.body).toContain('our recommendations of this kind were better: of 12 sellers');
    const { token: large } = await ask({ ...asked, seller: { segments: { size: 'large' } } });
    const all = await answer('GET', `/s/${large}/history?lang=de`);
    expect(all.body).toContain('Bei allen Shops hier');
    expect(all.body).toContain('die eigenen Pläne besser: Von 40 Shops lagen bei 30');
  });
});

describe('a message', () => {
  test('is written without script, stands in the ledger, and its answer too', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}/history`;
    const ledger = await answer('GET', at);
    expect(ledger.body).toContain(`href="?${NOW_ABOUT}"`);
    const page = await answer('GET', `${at}?${NOW_ABOUT}&lang=de`);
    expect(page.body).toContain('Menschen bei Northwind Market');
    const fields = fieldsOf(page.body);
    const messageId = fields['submission'] ?? '';
    const form = { ...fields, text: 'Zu viel.\r\nWir haben\t<b>Lager</b>\u202E!  ' };
    const sent = await answer('POST', at, { form, now: addDays(NOW, 0.01) });
    expect([sent.status, sent.location]).toEqual([303, `${at}?told=sent&lang=de#messages`]);
    expect(await messages(sellerId)).toEqual([
      {
        tenant: 'us',
        sellerId,
        messageId,
        recommendationId: 'rec-now',
        at: addDays(NOW, 0.01),
        text: 'Zu viel.\nWir haben <b>Lager</b>!',
        language: 'de',
      },
    ]);
    const after = await answer('GET', `${at}?told=sent&lang=de`);
    expect(after.body).toContain('Ihre Nachricht ist gesendet');
    expect(after.body).toContain('&lt;b&gt;Lager');
    expect(after.body).toContain('Noch keine Antwort');
    const name = { tenant: 'us', sellerId, messageId };
    await facts().answerMessage(name, 'Wir senken es.', addDays(NOW, 2));
    const answered = await answer('GET', `${at}?lang=de`);
    expect(answered.body).toMatch(/Northwind Market, 24\.11\.2026[\s\S]*Wir senken es\./);
    expect(answered.body).not.toContain('Noch keine Antwort');
  });

  test('sent twice, reloaded, sent at once from two tabs is there once', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}/history`;
    const form = { ...fieldsOf((await answer('GET', `${at}?${NOW_ABOUT}`)).body), text: 'No' };
    const all = await Promise.all(Array.from({ length: 16 }, () => answer('POST', at, { form })));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await messages(sellerId)).toHaveLength(1);
  });

  test('that cannot be taken stays in the form and says what is wrong', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}/history`;
    const form = fieldsOf((await answer('GET', `${at}?${NOW_ABOUT}`)).body);
    const before = await dump(tables());
    const empty = await answer('POST', at, { form: { ...form, text: ' \n ' } });
    expect([empty.status, empty.body.includes('Write something first')]).toEqual([422, true]);
    const long = await answer('POST', at, { form: { ...form, text: 'é'.repeat(1001) } });
    expect([long.status, long.body.includes('é'.repeat(1000))]).toEqual([422, true]);
    const stale = await answer('POST', at, { form: { ...form, text: 'kept', nonce: '' } });
    expect([stale.status, stale.body.includes('\nkept</textarea>')]).toEqual([403, true]);
    const foreign = { form: { ...form, text: 'x' }, headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await answer('POST', at, foreign)).status).toBe(403);
    const arabic = await answer('POST', at, { form: { ...form, text: 'kept', switch: 'ar' } });
    expect(arabic.body).toMatch(/<html lang="ar"[\s\S]*\nkept<\/textarea>/);
    const about = { ...form, text: 'x', about: subjectName('rec-of-another') };
    expect((await answer('POST', at, { form: about })).location).toBe(at);
    expect(await dump(tables())).toBe(before);
    await answer('POST', at, { form: { ...form, text: 'trapped', website: 'http://x' } });
    expect((await messages(sellerId))[0]?.suspect).toEqual(['trap', 'fast']);
  });

  test('the twenty-first waits until one is answered', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    const at = `/s/${token}/history`;
    const form = { ...fieldsOf((await answer('GET', `${at}?${NOW_ABOUT}`)).body), text: 'again' };
    for (let i = 0; i < 20; i++)
      await answer('POST', at, { form: { ...form, submission: String(i).padStart(22, 'm') } });
    const refused = await answer('POST', at, { form: { ...form, submission: 'z'.repeat(22) } });
    expect([refused.status, refused.body.includes('20 messages of yours have no answer')]).toEqual([
      422,
      true,
    ]);
    expect(await messages(sellerId)).toHaveLength(20);
  });

  test('no GET writes, and nobody writes about what she has not been shown', async () => {
    const { token, sellerId } = await ask({ past: [past('a', 'pricing', 3)] });
    const at = `/s/${token}/history`;
    const before = await dump(tables());
    const asked = await answer('GET', `${at}?${NOW_ABOUT}&text=hello`);
    expect(asked.body).not.toContain('<textarea');
    const other = await answer('GET', `${at}?about=${subjectName('a')}`);
    expect(other.body).toContain('<textarea');
    expect((await answer('HEAD', `${at}?about=${subjectName('a')}`)).body).toBe('');
    expect(await dump(tables())).toBe(before);
    const form = { ...fieldsOf(other.body), text: 'x', about: subjectName('rec-now') };
    expect((await answer('POST', at, { form })).location).toBe(at);
    expect(await messages(sellerId)).toEqual([]);
  });
});

const entry = (over: Partial<ProcessEntry> = {}): ProcessEntry => ({
  process: 'returns',
  kind: 'protection',
  design: 'rollout',
  startAt: addDays(NOW, -10),
  notes: { en: 'We take unsold goods back.', de: 'Wir nehmen Unverkauftes zurück.' },
  ...over,
});

describe('you said, we did', () => {
  const her = { now: NOW, kinds: [], kind: 'pricing', segments: { size: 'small' }, assigned: {} };
  const told = (entries: ProcessEntry[], over: object = {}, locale = 'en') =>
    notesFor({ ...her, reader: readerFor(locale, undefined), ...over }, entries).map(({ text }) => text);

  test('in her language, else in English, else not; only of the last half year, the latest first', () => {
    expect(told([entry()], {}, 'de-AT')).toEqual(['Wir nehmen Unverkauftes zurück.']);
    expect(told([entry()], {}, 'ja')).toEqual(['We take unsold goods back.']);
    expect(told([entry({ notes: { de: 'Nur deutsch' } })], {}, 'ja')).toEqual([]);
    const [old, soon] = [entry({ startAt: addDays(NOW, -181) }), entry({ startAt: addDays(NOW, 1) })];
    const newer = entry({ startAt: addDays(NOW, -1), notes: { en: 'newer' } });
    expect(told([old, entry(), soon, newer])).toEqual(['newer', 'We take unsold goods back.']);
  });

  test('of what concerns her, and of no experiment in which she is control or not at all', () => {
    expect(told([entry({ scope: { segments: { size: 'large' } } })])).toEqual([]);
    expect(told([entry({ scope: { recommenders: ['assortment'] } })])).toEqual([]);
    expect(
      told([entry({ scope: { recommenders: ['assortment'] } })], { kinds: ['assortment'] }),
    ).toHaveLength(1);
    const arms = [
      { arm: 'off', share: 0.5 },
      { arm: 'on', share: 0.5 },
    ];
    const experiment = entry({ design: 'experiment', experiment: { unit: 'seller', arms } });
    expect(told([experiment])).toEqual([]);
    expect(told([experiment], { assigned: { returns: 'off' } })).toEqual([]);
    expect(told([experiment], { assigned: { returns: 'on' } })).toHaveLength(1);
  });

  test('stands in the ledger as text', async () => {
    const at: Instant = instant('2026-11-20T00:00:00Z');
    const notes = { en: 'Free returns <svg onload=alert(1)>' };
    await facts().putProcess('us', { at, id: 'p/1', ingestedAt: at, entry: entry({ notes }) });
    const { token } = await ask({});
    const page = await answer('GET', `/s/${token}/history`);
    expect(page.body).toContain('You said, we did');
    expect(page.body).toContain('Free returns &lt;svg onload');
  });
});
