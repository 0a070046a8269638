import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { withTables } from '../engine.ts';
import { clientOf } from '../tables.ts';
import { facts, minute, order } from './builders.ts';

type Fault = 'lost answer' | 'connection reset' | 'throttled' | 'conflict';
let count = 0;

/** What goes wrong between here and the table: the call is made or not, and its answer does not arrive. */
describe('a table that is hard to reach', () => {
  const tables = withTables();
  let tenant: string;
  let plain: FactsTable;
  beforeEach(() => {
    count += 1;
    tenant = `t${count}`;
    plain = factsTable(tables().client, tables().factsName);
  });

  /** The table through a client whose first `times` writes meet the fault. */
  const through = (fault: Fault, times: number) =>
    factsTable(faulty(clientOf(tables().engine), fault, times), tables().factsName);
  const invited = async () => {
    await plain.importRounds(tenant, [facts()], minute(1));
    await plain.invite(tenant, order());
  };
  const visit = () => ({
    tenant,
    sellerId: 's1',
    recommendationId: 'r1',
    linkHash: order().linkHash,
    now: minute(9),
  });
  const submission = {
    submissionId: 'a1',
    baseRevision: 0,
    decision: 'keep',
    chosen: 1,
    trustRating: 3,
    mainReason: null,
  } as const;

  // once: the SDK tries again and meets its own first write; ten times: every try is lost and the row must tell
  it.each([1, 10])('records an answer once although %i answers of the table are lost', async (times) => {
    await invited();
    const outcome = await through('lost answer', times).recordReply(visit(), submission);
    expect(outcome).toMatchObject({ outcome: 'recorded', reply: { revision: 1, submissionId: 'a1' } });
    expect((await plain.readRound(tenant, 's1', 'r1'))?.earlierReplies).toEqual([]);
    const plan = await through('lost answer', times).recordPriorPlan(visit(), {
      value: 4,
      submissionId: 'p1',
    });
    expect(plan).toMatchObject({ outcome: 'recorded', priorPlan: { value: 4 } });
  });

  it('says so when a write never arrived', async () => {
    await invited();
    const reply = through('connection reset', 10).recordReply(visit(), submission);
    await expect(reply).rejects.toThrow('connection reset');
    expect((await plain.readRound(tenant, 's1', 'r1'))?.reply).toBeUndefined();
    expect(await plain.recordReply(visit(), submission)).toMatchObject({ outcome: 'recorded' });
  });

  it.each(['throttled', 'conflict', 'lost answer'] as const)(
    'imports and invites although first %s',
    async (fault) => {
      const many = Array.from({ length: 150 }, (_, n) => facts({ recommendationId: `r${n}` }));
      await through(fault, 2).importRounds(tenant, many, minute(1));
      expect((await plain.readSeller(tenant, 's1')).rounds).toHaveLength(150);
      expect(await through(fault, 1).invite(tenant, order())).toBe('invited');
    },
  );

  it('gives up in the end', async () => {
    const impatient = clientOf(tables().engine, { maxAttempts: 1 });
    const table = factsTable(faulty(impatient, 'throttled', 1000), tables().factsName);
    await expect(table.importRounds(tenant, [facts()], minute(1))).rejects.toThrow('throttled');
  });
});

function faulty(client: DynamoDBClient, fault: Fault, times: number): DynamoDBClient {
  let left = times;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isWrite = /^(Update|TransactWrite)/.test(context.commandName ?? '');
      if (!isWrite || left <= 0) return next(args);
      left -= 1;
      if (fault === 'lost answer') await next(args);
      throw errorOf(fault);
    },
    { step: 'finalizeRequest', priority: 'low' }, // inside the SDK's own retries
  );
  return client;
}

function errorOf(fault: Fault): Error {
  const error = new Error(fault);
  if (fault === 'lost answer') error.name = 'TimeoutError';
  if (fault === 'connection reset') Object.assign(error, { code: 'ECONNRESET' });
  if (fault === 'throttled') error.name = 'ThrottlingException';
  if (fault === 'conflict') {
    error.name = 'TransactionCanceledException';
    Object.assign(error, { CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] });
  }
  return error;
}
