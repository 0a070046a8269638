import { beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import type { Message } from '../../lib/rounds/message.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { MOST_OPEN } from '../../lib/store/record-message.ts';
import { withTables } from '../engine.ts';
import { minute } from './builders.ts';

const tables = withTables();
let count = 0;
let tenant: string;
let table: FactsTable;
beforeEach(() => {
  tenant = `t${(count += 1)}`;
  table = factsTable(tables().client, tables().factsName);
});

const message = (changes: Partial<Message> = {}): Message => ({
  tenant,
  sellerId: 's1',
  messageId: 'm1',
  recommendationId: 'r1',
  at: minute(1),
  text: 'Too much for October',
  language: 'en',
  ...changes,
});
const stored = async () => (await table.readSeller(tenant, 's1')).messages ?? [];
async function announced() {
  const rows = [];
  for await (const row of outbox(tables().client, tables().factsName).all(tenant)) rows.push(row);
  return rows;
}

describe('a message', () => {
  it('is kept with its announcement, which holds ids only', async () => {
    await expect(table.recordMessage(message({ suspect: ['trap'] }))).resolves.toBe('recorded');
    expect(await stored()).toEqual([message({ suspect: ['trap'] })]);
    const rows = await announced();
    expect(rows).toMatchObject([
      { kind: 'contested', sellerId: 's1', messageId: 'm1', dueAt: minute(1), state: 'due' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('October');
  });

  it('sent 64 times at once is there once, and is announced once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, (_, i) => table.recordMessage(message({ at: minute(i) }))),
    );
    expect(new Set(outcomes)).toEqual(new Set(['recorded']));
    expect(await stored()).toHaveLength(1);
    expect(await announced()).toHaveLength(1);
    expect((await table.readSeller(tenant, 's1')).contact?.openMessages).toBe(1);
  });

  it('waits for no more than 20 at a time, whoever comes first; an answer makes room', async () => {
    const ids = Array.from({ length: MOST_OPEN + 6 }, (_, i) => `m${i}`);
    const outcomes = [];
    for (const messageId of ids) outcomes.push(await table.recordMessage(message({ messageId })));
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(MOST_OPEN);
    expect(outcomes.at(-1)).toBe('too-many');
    expect(await announced()).toHaveLength(MOST_OPEN);
    // what is there already is no further message
    await expect(table.recordMessage(message({ messageId: 'm0' }))).resolves.toBe('recorded');
    const name = { tenant, sellerId: 's1', messageId: 'm3' };
    await expect(table.answerMessage(name, 'We lower it', minute(9))).resolves.toBe('answered');
    await expect(table.recordMessage(message({ messageId: 'late' }))).resolves.toBe('recorded');
    await expect(table.recordMessage(message({ messageId: 'later' }))).resolves.toBe('too-many');
  });

  it('is answered once', async () => {
    const name = { tenant, sellerId: 's1', messageId: 'm1' };
    await expect(table.answerMessage(name, 'To nobody', minute(9))).resolves.toBe('no-message');
    await table.recordMessage(message());
    await expect(table.answerMessage(name, 'We lower it', minute(9))).resolves.toBe('answered');
    await expect(table.answerMessage(name, 'We lower it', minute(9))).resolves.toBe('answered');
    await expect(table.answerMessage(name, 'We do not', minute(10))).resolves.toBe('answered-before');
    expect((await stored())[0]?.answer).toEqual({ at: minute(9), text: 'We lower it' });
  });
});

describe('a reference point', () => {
  const counts = { sellers: 12, recommendation: 7, plan: 4 };
  const reference = {
    recommender: 'pricing',
    countedAt: minute(5),
    all: counts,
    segment: 'size',
    groups: { small: counts, constructor: counts },
  };

  it('is read as it was kept, and an older count never replaces a later one', async () => {
    await expect(table.readReference(tenant, 'pricing')).resolves.toBeUndefined();
    await expect(table.putReference(tenant, reference)).resolves.toBe(true);
    await expect(table.readReference(tenant, 'pricing')).resolves.toEqual(reference);
    const older = { ...reference, countedAt: addDays(minute(5), -1), segment: null };
    await expect(table.putReference(tenant, older)).resolves.toBe(false);
    await expect(table.putReference(tenant, { ...reference, groups: {} })).resolves.toBe(true);
    await expect(table.readReference(tenant, 'pricing')).resolves.toMatchObject({ groups: {} });
  });
});
