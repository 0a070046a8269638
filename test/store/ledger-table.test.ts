import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { withTables } from '../engine.ts';
import { minute } from './builders.ts';

const root = (n: number) => `root-${n}-`.repeat(12);
const ring = (settings: object) => parseKeyRing(JSON.stringify(settings));
const first = ring({ current: 1, '1': root(1) });

describe('the ledger', () => {
  const tables = withTables();
  const ledger = (keys = first) => ledgerTable(tables().client, tables().ledgerName, keys);

  it('knows who was entered, by tenant and kind', async () => {
    await ledger().add('us', 'erased', 's1', minute(1));
    expect(await ledger().has('us', 'erased', 's1')).toBe(true);
    expect(await ledger().has('us', 'optout', 's1')).toBe(false);
    expect(await ledger().has('de', 'erased', 's1')).toBe(false);
    expect(await ledger().has('us', 'erased', 's2')).toBe(false);
  });

  it('finds some among many', async () => {
    await ledger().add('us', 'optout', 's17', minute(1));
    await ledger().add('us', 'optout', 's250', minute(1));
    await ledger().add('us', 'optout', 's250', minute(2));
    const many = Array.from({ length: 260 }, (_, n) => `s${n}`);
    expect(await ledger().among('us', 'optout', [...many, ...many])).toEqual(new Set(['s17', 's250']));
    expect(await ledger().among('us', 'optout', [])).toEqual(new Set());
  });

  it('still knows them after the key was rotated and the old one retired', async () => {
    await ledger().add('us', 'erased', 's9', minute(1));
    const rotated = ring({ current: 2, retired: [1], '1': root(1), '2': root(2) });
    expect(await ledger(rotated).has('us', 'erased', 's9')).toBe(true);
    await ledger(rotated).add('us', 'erased', 's10', minute(1));
    expect(await ledger(rotated).has('us', 'erased', 's10')).toBe(true);
  });

  it('holds nobody in plain words', async () => {
    await ledger().add('us', 'erased', 'seller-in-plain-words', minute(1));
    const { documents, name } = tableClient(tables().client, tables().ledgerName);
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: name }));
    expect(Items.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items)).not.toContain('plain-words');
    expect(Items.every(({ sk }) => /^(erased|optout)#[0-9a-f]{64}$/.test(String(sk)))).toBe(true);
  });
});
