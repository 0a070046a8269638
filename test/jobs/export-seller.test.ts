import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readFileSync } from 'node:fs';
import { eraseSeller } from '../../lib/jobs/erase.ts';
import { exportSeller, sellerExportSchema } from '../../lib/jobs/export-seller.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { withTables } from '../engine.ts';
import { everything, put, type Item } from '../store/held.ts';
import { CUT, folders, NAMING, NOW, RING, withMarketplace } from './erased-files.ts';

const marketplace = withMarketplace();

const wording = (notice: string) => ({ wording: { language: 'de', items: ['plan@1', notice] } });

describe('the export of everything held about a seller', () => {
  const tables = withTables();
  const ledger = () => ledgerTable(tables().client, tables().ledgerName, RING);
  const eraser = () =>
    sellerEraser(tables().client, { facts: tables().factsName, ledger: tables().ledgerName }, RING);

  it('has every attribute of every row of every kind, and every line of every file', async () => {
    const { sellerId } = marketplace();
    const rows = everything(RING, 'us', sellerId);
    await put(tables(), rows);
    await put(tables(), everything(RING, 'us', 'someone-else'));
    await ledger().add('us', 'optout', sellerId, CUT);
    const buckets = await folders(marketplace());
    const found = await exportSeller(
      { eraser: eraser(), ledger: ledger(), buckets, now: NOW },
      'us',
      sellerId,
    );
    const text = JSON.stringify(found);
    for (const { pk: _, sk: __, ttl: ___, ...row } of rows)
      for (const [path, leaf] of leaves(row))
        expect([path, text.includes(JSON.stringify(leaf))]).toEqual([path, true]);
    expect(found).toMatchObject({
      rounds: [{ recommendationId: 'r1' }, { recommendationId: 'r2' }],
      quarterlies: [{ waveId: 'w1' }],
      messages: [{ messageId: 'm1' }],
      ledger: { optedOutSince: CUT, erasedSince: null },
    });
    const kinds = ['seller', 'contact', 'links', 'outbox'] as const;
    expect(kinds.map((kind) => found[kind].length)).toEqual([1, 1, 3, 3]);
    expect(found.files).toHaveLength(NAMING);
    const snapshot = found.files.find(({ area }) => area === 'snapshots');
    expect(snapshot?.lines.map((line) => JSON.parse(line).seller_id)).toEqual(Array(6).fill(sellerId));
    expect(found.files.every(({ lines }) => lines.every((line) => line.includes(sellerId)))).toBe(true);
    expect(text).not.toContain('someone-else');
    expect(sellerExportSchema.parse(JSON.parse(text))).toEqual(found);
  });

  it('tells under which notices she answered, and holds no link that opens', async () => {
    const round = everything(RING, 'us', 'n1').find(({ sk }) => sk === 'n1#R#r1');
    const replies = { a: wording('notice@2'), b: wording('notice@1') };
    await put(tables(), [{ ...round, priorPlan: wording('notice@2'), replies }]);
    const buckets = await folders(marketplace());
    const found = await exportSeller({ eraser: eraser(), ledger: ledger(), buckets, now: NOW }, 'us', 'n1');
    expect(found.noticesAnsweredUnder).toEqual(['notice@1', 'notice@2']);
    expect(JSON.stringify(found)).not.toMatch(/"[A-Za-z0-9_-]{48}"/);
  });

  it('of an erased seller says so and nothing else', async () => {
    const { sellerId } = marketplace();
    const buckets = await folders(marketplace());
    await eraseSeller({ eraser: eraser(), buckets, now: NOW }, 'us', sellerId);
    const found = await exportSeller(
      { eraser: eraser(), ledger: ledger(), buckets, now: NOW },
      'us',
      sellerId,
    );
    const { tenant, ledger: facts, schema, exportedAt, ...rest } = found;
    expect([tenant, schema, exportedAt, facts]).toEqual([
      'us',
      'seller-trust/seller-export@1',
      NOW,
      { optedOutSince: CUT, erasedSince: NOW },
    ]);
    expect(Object.values(rest).filter((each) => Array.isArray(each) && each.length > 0)).toEqual([]);
  });

  it('has fields that its document names, and no others', () => {
    const told = readFileSync('docs/seller-export.md', 'utf8');
    for (const field of Object.keys(z.toJSONSchema(sellerExportSchema, { io: 'input' }).properties ?? {}))
      expect([field, told.includes(`| \`${field}\``)]).toEqual([field, true]);
  });
});

/** Every value at the ends of a row, with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value as Item).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
}
