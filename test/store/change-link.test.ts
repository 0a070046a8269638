import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../lib/domain/instant.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import type { LinkSubject } from '../../lib/store/link-state.ts';
import { withTables } from '../engine.ts';
import { clientOf, type Tables } from '../tables.ts';
import { facts, minute, order } from './builders.ts';

const tables = withTables();
const table = () => factsTable(tables().client, tables().factsName);
const tenant = 'us';
const CLOSES = minute(100);
const RUNS = Number(process.env['RACES'] ?? 25);

interface Question {
  readonly subject: LinkSubject;
  /** The hash of its nth link. */
  readonly link: (issueNo: number) => string;
  /** Sends an answer to it. */
  readonly post: (via: FactsTable, linkHash: string, now: Instant, id?: string) => Promise<string>;
  readonly recorded: () => Promise<boolean>;
}

let count = 0;
const linkOf = (sellerId: string) => (issueNo: number) =>
  createHash('sha256').update(`${sellerId}/${issueNo}`).digest('hex');

async function askRound(): Promise<Question> {
  const about = { sellerId: `s${(count += 1)}`, recommendationId: 'r1' };
  const link = linkOf(about.sellerId);
  await table().importRounds(tenant, [facts(about)], minute(1));
  await table().invite(tenant, order({ ...about, linkHash: link(1), closesAt: CLOSES }));
  const answer = { baseRevision: 0, decision: 'keep', chosen: 1, trustRating: 3, mainReason: null } as const;
  return {
    subject: about,
    link,
    post: async (via, linkHash, now, submissionId = 'p1') =>
      (await via.recordReply({ tenant, ...about, linkHash, now }, { ...answer, submissionId })).outcome,
    recorded: async () => (await table().readRound(tenant, about.sellerId, 'r1'))?.reply !== undefined,
  };
}

async function askQuarterly(): Promise<Question> {
  const about = { sellerId: `s${(count += 1)}`, waveId: 'w1' };
  const link = linkOf(about.sellerId);
  const asked = { ...about, linkHash: link(1), issueNo: 1, keyId: 1, invitedAt: minute(2), closesAt: CLOSES };
  await table().inviteQuarterly(tenant, asked);
  return {
    subject: about,
    link,
    post: (via, linkHash, now) =>
      via.recordQuarterly({ tenant, ...about, linkHash, now }, { 'ability@1': { at: now, rating: 5 } }),
    recorded: async () => {
      const [quarterly] = (await table().readSeller(tenant, about.sellerId)).quarterlies ?? [];
      return Object.keys(quarterly?.answers ?? {}).length > 0;
    },
  };
}

const reissue = (question: Question, issueNo = 2) => ({
  issueNo,
  linkHash: question.link(issueNo),
  keyId: 2,
});
const statusOf = async (linkHash: string) => (await table().readLink(tenant, linkHash))?.status;

describe.each([
  ['a recommendation', askRound],
  ['the quarterly questionnaire', askQuarterly],
] as const)('the link of %s', (_, ask) => {
  it('is revoked: it, its question and every later answer know', async () => {
    const question = await ask();
    const { subject, link, post } = question;
    expect(await table().revokeLink(tenant, subject)).toBe('revoked');
    expect(await table().revokeLink(tenant, subject)).toBe('revoked');
    expect(await statusOf(link(1))).toBe('revoked');
    expect(await table().readLinkState(tenant, subject)).toMatchObject({ revoked: true, linkHash: link(1) });
    expect(await post(table(), link(1), minute(9))).toBe('stale-link');
    expect(await table().extendLink(tenant, subject, minute(200))).toBe('revoked');
    expect(await question.recorded()).toBe(false);
  });

  it('is extended, closed or not, and never made shorter', async () => {
    const { subject, link, post } = await ask();
    expect(await post(table(), link(1), CLOSES)).toBe('closed');
    expect(await table().extendLink(tenant, subject, minute(200))).toBe('extended');
    expect(await table().extendLink(tenant, subject, minute(200))).toBe('extended');
    expect(await table().extendLink(tenant, subject, minute(150))).toBe('closes-later');
    expect((await table().readLink(tenant, link(1)))?.expiresAt).toBe(minute(200));
    expect(await post(table(), link(1), CLOSES)).toBe('recorded');
  });

  it('is re-issued, revoked or not: the old one is dead, the new one works', async () => {
    const question = await ask();
    const { subject, link, post } = question;
    expect(await table().reissueLink(tenant, subject, reissue(question))).toBe('reissued');
    expect(await table().reissueLink(tenant, subject, reissue(question))).toBe('reissued');
    expect(await table().reissueLink(tenant, subject, reissue(question, 4))).toBe('overtaken');
    expect([await statusOf(link(1)), await statusOf(link(2))]).toEqual(['revoked', 'open']);
    await table().revokeLink(tenant, subject);
    expect(await table().reissueLink(tenant, subject, reissue(question))).toBe('overtaken');
    const later = { ...reissue(question, 3), closesAt: minute(300) };
    expect(await table().reissueLink(tenant, subject, later)).toBe('reissued');
    expect(await table().readLink(tenant, link(3))).toMatchObject({ keyId: 2, expiresAt: minute(300) });
    expect(await post(table(), link(1), minute(9))).toBe('stale-link');
    expect(await post(table(), link(2), minute(9))).toBe('stale-link');
    expect(await post(table(), link(3), minute(250))).toBe('recorded');
  });

  it('that nobody was sent is not there', async () => {
    const { subject } = await ask();
    const other = { ...subject, sellerId: 'nobody' };
    expect(await table().revokeLink(tenant, other)).toBe('no-link');
    expect(await table().extendLink(tenant, other, minute(200))).toBe('no-link');
    expect(await table().reissueLink(tenant, other, { issueNo: 2, linkHash: 'f', keyId: 1 })).toBe('no-link');
    expect(await table().revokeLink('de', subject)).toBe('no-link');
  });

  const settings = { seed: 4, numRuns: RUNS };

  it('a POST against a revocation is recorded wholly before it, or not at all', async () => {
    const outcomes = new Set<string>();
    const race = races(ask, async (via, { subject, link, post, recorded }, turn) => {
      const sending = turn().then(() => post(via, link(1), minute(9)));
      const [sent] = await Promise.all([sending, via.revokeLink(tenant, subject)]);
      outcomes.add(sent);
      expect(await recorded()).toBe(sent === 'recorded');
      expect(await statusOf(link(1))).toBe('revoked');
      expect((await table().readLinkState(tenant, subject))?.revoked).toBe(true);
    });
    await fc.assert(race, settings);
    expect([...outcomes].sort()).toEqual(['recorded', 'stale-link']); // both orders were met, and nothing else
  });

  it('a POST to a closed question against two extensions meets one or the other', async () => {
    const outcomes = new Set<string>();
    const race = races(ask, async (via, { subject, link, post, recorded }, turn) => {
      const [sent] = await Promise.all([
        turn().then(() => post(via, link(1), minute(150))),
        via.extendLink(tenant, subject, minute(200)),
        via.extendLink(tenant, subject, minute(300)),
      ]);
      outcomes.add(sent);
      expect(await recorded()).toBe(sent === 'recorded');
      expect((await table().readLinkState(tenant, subject))?.closesAt).toBe(minute(300));
      expect((await table().readLink(tenant, link(1)))?.expiresAt).toBe(minute(300));
    });
    await fc.assert(race, settings);
    expect([...outcomes].sort()).toEqual(['closed', 'recorded']);
  });

  it('a POST by the old link against a re-issue and an extension: the new link stands', async () => {
    const outcomes = new Set<string>();
    const race = races(ask, async (via, question, turn) => {
      const { subject, link, post, recorded } = question;
      const [sent, issued] = await Promise.all([
        turn().then(() => post(via, link(1), minute(9))),
        via.reissueLink(tenant, subject, reissue(question)),
        via.extendLink(tenant, subject, minute(200)),
      ]);
      outcomes.add(sent);
      expect([await recorded(), issued]).toEqual([sent === 'recorded', 'reissued']);
      const stands = { issueNo: 2, linkHash: link(2), closesAt: minute(200), revoked: false };
      expect(await table().readLinkState(tenant, subject)).toMatchObject(stands);
      expect([await statusOf(link(1)), await statusOf(link(2))]).toEqual(['revoked', 'open']);
      expect((await table().readLink(tenant, link(2)))?.expiresAt).toBe(minute(200));
    });
    await fc.assert(race, settings);
    expect([...outcomes].sort()).toEqual(['recorded', 'stale-link']);
  });

  it('64 POSTs and every change at once: one answer at most, one issue, one end', async () => {
    for (let n = 0; n < Math.ceil(RUNS / 5); n += 1) {
      const question = await ask();
      const { subject, link, post } = question;
      const posts = Array.from({ length: 64 }, (__, i) => post(table(), link(1), minute(9), `p${i}`));
      const changes = await Promise.all([
        ...Array.from({ length: 4 }, () => table().reissueLink(tenant, subject, reissue(question))),
        ...[150, 200, 250].map((at) => table().extendLink(tenant, subject, minute(at))),
      ]);
      const sent = await Promise.all(posts);
      expect(sent.filter((outcome) => !/^(recorded|already-answered|stale-link)$/.test(outcome))).toEqual([]);
      expect(changes.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'reissued'));
      expect(await table().readLinkState(tenant, subject)).toMatchObject({
        issueNo: 2,
        closesAt: minute(250),
      });
      expect(await table().revokeLink(tenant, subject)).toBe('revoked');
      expect([await statusOf(link(1)), await statusOf(link(2))]).toEqual(['revoked', 'revoked']);
    }
  });
});

/** A race on a question of its own: every call to the table waits until the scheduler lets it go, and the POST before its
 *  first for some calls more. */
function races(
  ask: () => Promise<Question>,
  run: (via: FactsTable, question: Question, turn: () => Promise<void>) => Promise<void>,
) {
  return fc.asyncProperty(fc.scheduler(), fc.nat(8), async (scheduler, turns) => {
    const via = factsTable(inTurns(tables(), scheduler), tables().factsName);
    const question = await ask();
    const turn = async () => {
      for (let n = 0; n < turns; n += 1) await via.readLink(tenant, 'none');
    };
    await scheduler.waitFor(run(via, question, turn));
  });
}

function inTurns({ engine }: Tables, scheduler: fc.Scheduler) {
  const client = clientOf(engine);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        await scheduler.schedule(Promise.resolve(), commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
  return client;
}
