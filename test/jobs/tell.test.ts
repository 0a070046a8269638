import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertRule, Tenant } from '../../lib/domain/tenant.ts';
import { addresseeOf } from '../../lib/jobs/addressee.ts';
import { tell } from '../../lib/jobs/tell.ts';
import { alertStates } from '../../lib/report/alerts.ts';
import { digestOf } from '../../lib/report/digest.ts';
import type { Mail } from '../../lib/post/delivery.ts';
import { EVENTS_OUT } from '../../lib/post/events-out.ts';
import type { ReportFile } from '../../lib/report/report-files.ts';
import type { TellOnce } from '../../lib/store/tell-once.ts';
import { withTables } from '../engine.ts';
import { estimates } from '../report/fixture.ts';
import { NOW, TENANT } from '../survey/marketplace.ts';
import { type Around, dyingAt, mortal } from './mortal.ts';
import { outboxWorld, type OutboxWorld } from './outbox-world.ts';

const tables = withTables();
const AUDIENCE = ['leader@example.com', 'scientist@example.com'];
const LINK = 'reports/us/2026-W47/0123456789abcdef0123456789abcdef';
const RULE: AlertRule = {
  name: 'low-trust',
  measure: 'trust',
  recommender: null,
  when: 'below',
  threshold: 1,
  clearBy: 0,
};
const KNOWN = estimates();
const HOSTILE = 'Shop\r\nBcc: everybody@example.com\u202E <img src=x onerror=alert(1)>';

/** The report's files that matter here, with one alert raised. */
function filesOf(marketplace = 'Marketplace US'): ReportFile[] {
  const at = { period: '2026-W47', asOf: NOW };
  const alarm = alertStates([RULE], KNOWN, [], at);
  const digest = digestOf({ estimates: KNOWN, marketplace, at, alarm, comparison: null });
  return [['digest.json', JSON.stringify(digest)]];
}
const REPORT = { permalink: LINK, files: filesOf() };
const world = (audience: readonly string[] = AUDIENCE, over: Partial<Tenant> = {}) =>
  outboxWorld(tables, { report: { ...TENANT.report, audience: [...audience] }, ...over });
const publish = (of: OutboxWorld, report = REPORT, tellOnce: TellOnce = of.tellOnce) =>
  tell(tellOnce, of.tenant, report, of.world.now);

describe('a report that is shown', () => {
  test('is told once: two events, and a digest to each of the audience, however often it is published', async () => {
    const of = world([...AUDIENCE, 'leader@example.com']);
    expect(await publish(of)).toBe(4);
    expect(await publish(of)).toBe(0); // while they wait
    expect(await of.sweep()).toMatchObject({ sent: 4 });
    of.pass(60);
    expect(await publish(of)).toBe(0); // and when they are gone
    expect(await of.sweep()).toMatchObject({ sent: 0 });
    expect(of.told.map(({ type }) => type).toSorted()).toEqual(['alert.raised', 'report.published']);
    expect(of.letters.map(({ to }) => to).toSorted()).toEqual(AUDIENCE);
    expect(new Set(of.letters.map(({ subject }) => subject))).toEqual(
      new Set(['Marketplace US: Whether trust moved since the last report cannot be told; 1 alert raised']),
    );
    const next = { ...REPORT, permalink: LINK.replace('W47', 'W48') };
    expect(await publish(of, next)).toBe(4); // another report is another matter
  });

  test('is told with its permalink and numbers, in events with ids that stay', async () => {
    const of = world();
    await publish(of);
    await of.sweep({ reportUrl: 'https://reports.example' });
    const url = `https://reports.example/${LINK}/`;
    const by = (type: string) => of.told.find((event) => event.type === type);
    const { trust } = KNOWN;
    expect(by('report.published')).toMatchObject({
      id: `${of.tenant.id}|report-published|${LINK}`,
      data: { permalink: LINK, url, trust: { estimate: trust.overall.estimate }, since: null },
    });
    expect(by('alert.raised')).toMatchObject({
      id: `${of.tenant.id}|alert-raised|${LINK}|low-trust`,
      data: { name: 'low-trust', permalink: LINK, url, threshold: 1, estimate: trust.overall.estimate },
    });
    for (const { type, data } of of.told) expect(EVENTS_OUT[type].parse(data)).toEqual(data);
    for (const { text, html } of of.letters) {
      expect(text).toContain(url);
      expect(html).toContain(`href="${url}"`);
      expect(html).not.toMatch(/<img|<script|url\(|@import/);
    }
  });

  test('names the command that opens it where no address leads to reports', async () => {
    const of = world();
    await publish(of);
    await of.sweep();
    for (const { text, html } of of.letters) {
      expect(text).toContain('trust report open 2026-W47');
      expect(text).toContain(LINK);
      expect(html).not.toContain('href');
    }
    expect(of.told[0]?.data).not.toHaveProperty('url');
  });

  test('no address lies in a row, and who has left the audience gets nothing', async () => {
    const of = world();
    await publish(of);
    expect(JSON.stringify(await of.rows())).not.toMatch(/@example/);
    const report = { ...of.tenant.report, audience: ['scientist@example.com', 'new@example.com'] };
    const swept = await of.sweep({ tenant: { ...of.tenant, report } });
    expect(swept).toMatchObject({ sent: 3, dropped: { notInAudience: 1 } });
    expect(of.letters.map(({ to }) => to)).toEqual(['scientist@example.com']);
  });

  test('goes out as events alone where the marketplace writes its mails itself', async () => {
    const of = world();
    await publish(of);
    const { mails: _, ...parts } = of.parts();
    const delivery = { ...parts.delivery, by: 'events' as const };
    const swept = await of.sweepWith({ ...parts, delivery });
    expect(swept).toMatchObject({ sent: 2, dropped: { noMails: 2 } });
    expect(of.letters).toEqual([]);
  });

  test('a hostile name stays text, on one line', async () => {
    const of = world();
    await publish(of, { ...REPORT, files: filesOf(HOSTILE) });
    await of.sweep();
    for (const { subject, html, text } of of.letters) {
      expect(subject).toMatch(/^Shop Bcc: everybody@example\.com/);
      expect(subject).not.toMatch(/[\r\n\u202E]/);
      expect(html).not.toContain('<img');
      expect(text).not.toMatch(/^Bcc:/m);
    }
  });

  test('without a digest is a wrong call', async () => {
    await expect(publish(world(), { ...REPORT, files: [] })).rejects.toThrow('digest.json');
  });
});

test('a publisher and two senders that die anywhere: each message at most once, and none is lost silently', async () => {
  const dies = fc.option(fc.integer({ min: 1, max: 30 }), { nil: 1000 });
  let uncertain = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(dies, { minLength: 2, maxLength: 3 }), dies, async (senders, publisher) => {
      const of = world();
      const { around } = dyingAt(publisher);
      const dying: TellOnce = async (...given) => {
        await around('before tell');
        const told = await of.tellOnce(...given);
        await around('after tell');
        return told;
      };
      await publish(of, REPORT, dying).catch(() => undefined);
      await Promise.all(senders.map((at) => sweepDying(of, dyingAt(at).around)));
      await publish(of); // the state machine tries again
      for (let again = 0; again < 3; again += 1) {
        of.pass(3);
        await of.sweep();
      }
      const rows = await of.rows();
      expect(rows.every(({ state }) => state === 'uncertain')).toBe(true);
      const sent = [...of.told.map(({ id }) => id), ...of.letters.map(digestId(of))];
      expect(new Set(sent).size).toBe(sent.length);
      const kept = rows.map(({ id }) => `${of.tenant.id}|${id}`);
      expect(new Set([...sent, ...kept]).size).toBe(4);
      uncertain += rows.length;
    }),
    { numRuns: 12, seed: 9 },
  );
  expect(uncertain).toBeGreaterThan(2);
});

const digestId =
  ({ tenant }: OutboxWorld) =>
  ({ to }: Mail) =>
    `${tenant.id}|digest|${LINK}|${addresseeOf(LINK, to)}`;

/** A sweep whose every step may be its last. */
async function sweepDying(of: OutboxWorld, around: Around): Promise<void> {
  const { outbox } = mortal(of.box, of.sent, around);
  const { bus, mails } = of.parts();
  const step =
    <Given, Result>(send: (given: Given) => Promise<Result>) =>
    async (given: Given): Promise<Result> => {
      await around('before send');
      const result = await send(given);
      await around('after send');
      return result;
    };
  await of
    .sweep({ outbox, bus: { put: step((event) => bus.put(event)) }, ...(mails && { mails: step(mails) }) })
    .catch(() => undefined);
}
