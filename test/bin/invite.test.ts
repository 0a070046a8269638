import { SFNClient } from '@aws-sdk/client-sfn';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test, vi } from 'vitest';
import { type ExitCode, Failure, UsageError } from '../../bin/command.ts';
import { run } from '../../bin/commands/invite.ts';
import { preview } from '../../bin/invite/preview.ts';
import { status } from '../../bin/invite/status.ts';
import type { WaveStage } from '../../bin/invite/wave-stage.ts';
import { addDays } from '../../lib/domain/instant.ts';
import { inviteRange } from '../../lib/jobs/invite.ts';
import { FATES } from '../../lib/outreach/whom-to-ask.ts';
import { outboxPut } from '../../lib/store/outbox-put.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { withTables } from '../engine.ts';
import { wave, waveWorld } from '../jobs/wave.ts';
import { dump, fact, NOW, recommendation, TENANT } from '../survey/marketplace.ts';
import { trustOn } from './trust-on.ts';
import { sellerOf } from '../store/seller-of.ts';

const tables = withTables();
const { facts, ledger, ownRange, parts, sellers, messages, linksOf } = waveWorld(tables);

/** The test's tables as the stage of a command, at an instant of the test's choice. */
const stage = (): WaveStage => ({
  tenant: TENANT,
  delivery: 'events',
  facts: facts(),
  outbox: outbox(tables().client, tables().factsName),
  machines: new SFNClient({ region: 'us-east-1' }),
  isLocal: true,
  now: NOW,
  ledger: async () => ledger(),
  machine: () => 'none',
});

async function printed(command: () => Promise<ExitCode>): Promise<string> {
  const lines: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  expect(await command().finally(() => print.mockRestore())).toBe(0);
  return lines.join('\n');
}

describe('trust invite', () => {
  test('preview says whom a wave would ask and why not the rest, and writes nothing', async () => {
    const ids = ['open', 'quiet', 'gone', 'done'].map((name) => `preview-${name}`);
    const rounds = ids.map((sellerId) => ({
      sellerId,
      recommendationId: 'r',
      recommendation: recommendation({ expiresAt: addDays(NOW, sellerId === 'preview-done' ? -1 : 30) }),
    }));
    await facts().importRounds(TENANT.id, rounds, NOW);
    await facts().optOut(TENANT.id, 'preview-quiet', NOW);
    await ledger().add(TENANT.id, 'erased', 'preview-gone', NOW);
    const before = await dump(tables());

    const plain = await printed(() => preview(stage(), 'recommendation', { json: false, list: false }));
    expect(plain).toMatch(
      /^4 sellers\n +1 {2}would be asked\n +1 {2}nothing to ask about\n +1 {2}do not want to be asked\n +1 {2}erased$/,
    );
    const listed = await printed(() => preview(stage(), 'quarterly', { json: true, list: true }));
    const told = listed.split('\n').map((line) => JSON.parse(line));
    const fates = told.map(({ sellerId, fate }) => [sellerId, fate]).toSorted();
    expect(fates).toEqual([
      ['preview-done', 'invited'],
      ['preview-gone', 'erased'],
      ['preview-open', 'invited'],
      ['preview-quiet', 'optedOut'],
    ]);
    const { code, stdout } = await trustOn(
      tables(),
      'invite',
      'preview',
      '--questionnaire',
      'quarterly',
      '--json',
    );
    const { counts } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(Object.keys(counts).toSorted()).toEqual(['sellers', ...FATES].toSorted());
    expect(counts).toMatchObject({ sellers: 4, invited: 2, optedOut: 1, erased: 1 });
    expect(await dump(tables())).toBe(before);
  });

  test('status tells the funnel of each wave, whom it skipped, and what nobody knows to be sent', async () => {
    const range = ownRange();
    const [answered = '', lost = '', silent = '', busy = ''] = await sellers(range, 4);
    const action = { ...fact(), response: 'accept' as const, chosen: 1 };
    const acted = ['rec-2', 'rec-9'].map((recommendationId) => ({
      sellerId: busy,
      recommendationId,
      action,
    }));
    await facts().importRounds(TENANT.id, acted, NOW);
    await inviteRange(parts(), wave(range, 'wave-1'));
    await deliver(answered, 'done');
    await deliver(silent, 'done');
    await deliver(lost, 'lost');
    const [link] = await linksOf(answered);
    const { linkHash = '' } = (await facts().readRound(TENANT.id, answered, 'rec-2'))?.invitation ?? {};
    const through = { tenant: TENANT.id, sellerId: answered, recommendationId: 'rec-2', linkHash, now: NOW };
    const reply = { decision: 'accept' as const, chosen: 240, trustRating: 5, mainReason: null };
    await facts().recordReply(through, { ...reply, submissionId: 'x', baseRevision: 0 });
    expect(link).toBeDefined();

    await wroteAndLost(silent);
    const text = await printed(() => status(stage(), { json: false, only: 'wave-1' }));
    expect(text).not.toContain('message');
    expect(text).toContain(
      'issued 3 · sent 2 · delivered not known · started 1 (33 %) · answered 1 (33 %) · suspect 0 · bounced 0 · opted out 0',
    );
    expect(text).toMatch(/not asked:\n +1 {2}nothing to ask about\n/);
    expect(text).toContain(`uncertain: ${lost}, invitation, due ${NOW}: its sender did not tell the end`);

    const { waves, messages: aside } = JSON.parse(
      await printed(() => status(stage(), { json: true, only: undefined })),
    );
    const one = waves.find((each: { wave: string }) => each.wave === 'wave-1');
    expect(one).toMatchObject({
      questionnaire: 'recommendation',
      counts: { sellers: 4, invited: 3, nothingToAsk: 1 },
      funnel: { issued: 3, sent: 2, delivered: null, started: 1, answered: 1 },
      waiting: 0,
    });
    expect(aside).toMatchObject([{ kind: 'contested', sellerId: silent, messageId: 'm1', state: 'failed' }]);
    expect(one.setAside).toMatchObject([{ sellerId: lost, state: 'uncertain' }]);
  });

  test('a wave that is not there is a failure', async () => {
    const none = status(stage(), { json: true, only: 'never' });
    await expect(none).rejects.toThrow(new Failure('no wave never; trust invite status lists them'));
  });

  test.each([
    [['begin'], 'invite requires one of start, preview and status'],
    [
      ['preview', '--questionnaire', 'daily'],
      '--questionnaire daily is not known; use recommendation or quarterly',
    ],
    [['status', '--list'], 'invite status takes no --list'],
    [['start', '--wave', 'w'], 'invite start takes no --wave'],
    [['preview', '--tenant', 'mars'], '--tenant mars is not in config/local.json; use us'],
  ])('wrong usage is a sentence: %j', async (args, sentence) => {
    await expect(run(args)).rejects.toThrow(new UsageError(sentence));
  });
});

/** Sends a seller's message, or dies while doing so. */
async function deliver(sellerId: string, end: 'done' | 'lost'): Promise<void> {
  const box = outbox(tables().client, tables().factsName);
  const row = (await messages('wave-1')).find((each) => sellerOf(each) === sellerId);
  if (row === undefined) throw new RangeError(`no message to ${sellerId}`);
  const lease = { by: 'a', until: addDays(NOW, 1) };
  await box.claim(TENANT.id, row, lease, NOW);
  await box.startSending(TENANT.id, row, lease);
  if (end === 'done') return box.done(TENANT.id, row, lease, NOW);
  const found = (await messages('wave-1')).find((each) => sellerOf(each) === sellerId) ?? row;
  await box.claim(TENANT.id, found, { ...lease, by: 'b' }, addDays(NOW, 2));
}

/** She wrote to the marketplace, and it could not be told. */
async function wroteAndLost(sellerId: string): Promise<void> {
  const box = outbox(tables().client, tables().factsName);
  const { documents, name } = tableClient(tables().client, tables().factsName);
  const put = outboxPut(name, TENANT.id, { kind: 'contested', sellerId, messageId: 'm1' }, NOW);
  await documents.send(new TransactWriteCommand({ TransactItems: [put] }));
  const lease = { by: 'a', until: addDays(NOW, 1) };
  for await (const row of box.all(TENANT.id)) {
    if (row.kind !== 'contested') continue;
    await box.claim(TENANT.id, row, lease, NOW);
    await box.setAside(TENANT.id, row, lease, { state: 'failed', why: 'refused', now: NOW });
  }
}
