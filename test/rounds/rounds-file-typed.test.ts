import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { plainRow, withFields } from '../../lib/rounds/plain-row.ts';
import { csv, read } from './rounds-file.ts';

const row = {
  seller_id: 's1',
  recommender: 'pricing',
  round: 1,
  prior_plan: 10,
  recommended: 12,
  outcome: null,
};
const jsonl = (...values: readonly unknown[]) =>
  read(
    values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n'),
    'rounds.jsonl',
  );

describe('JSONL', () => {
  it('loses one line that nests without end, and no other', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { rows, rejections } = await jsonl(row, deep, `{"seller_id":${deep}}`);
    expect(rows).toHaveLength(1);
    expect(rejections.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('gives the same row as CSV', async () => {
    const { rows } = await jsonl(row);
    const inCsv = await csv('seller_id,recommender,round,prior_plan,recommended', 's1,pricing,1,10,12');
    expect(rows.map(plainRow)).toEqual(inCsv.rows.map((each) => withFields(each, { line: 1 })));
  });

  it.each([
    ['{', 'line', /not JSON/],
    ['[1]', 'line', /not an object/],
    ['{"seller_id":"s2","recommender":"pricing","round":2}', 'recommended', /missing/],
    [{ ...row, seller_id: 's2', prior: 1 }, 'prior', /not a column/],
    [{ ...row, seller_id: 's2', prior_plan: [1] }, 'prior_plan', /not a number/],
    [
      '{"seller_id":"s2","recommender":"pricing","round":2,"recommended":1e999}',
      'recommended',
      /not a finite number/,
    ],
    [
      '{"seller_id":"s2","recommender":"pricing","round":2,"recommended":1,"__proto__":1}',
      '__proto__',
      /not a column/,
    ],
  ])('a bad first line %# costs itself', async (bad, field, reason) => {
    const { rows, rejections, rejected } = await jsonl(bad, row);
    expect({ rows: rows.length, rejected }).toEqual({ rows: 1, rejected: 1 });
    expect(rejections[0]).toMatchObject({ line: 1, field, reason: expect.stringMatching(reason) });
  });
});

const columns = (
  names: Record<string, { data: unknown[]; type?: 'STRING' | 'DOUBLE' | 'INT32' | 'BOOLEAN' }>,
) =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(names).map(([name, { data, type }]) => ({
        name,
        data,
        type: type ?? 'DOUBLE',
        nullable: true,
      })),
    }),
  );

describe('Parquet', () => {
  it('gives typed rows', async () => {
    const bytes = columns({
      seller_id: { data: ['s1', 's1'], type: 'STRING' },
      recommender: { data: ['pricing', 'pricing'], type: 'STRING' },
      round: { data: [1, 2], type: 'INT32' },
      recommended: { data: [12.5, null] },
      outcome_seen: { data: [true, null], type: 'BOOLEAN' },
    });
    const { rows, rejections } = await read(bytes, 'rounds.parquet');
    expect(rejections).toEqual([]);
    expect(rows.map(({ line, recommended, outcomeSeen }) => [line, recommended, outcomeSeen])).toEqual([
      [2, 12.5, true],
      [3, null, false],
    ]);
  });

  it('names a wrong column, and a broken file', async () => {
    const { rejections } = await read(
      columns({ seller: { data: ['s1'], type: 'STRING' } }),
      'rounds.parquet',
    );
    expect(rejections).toContainEqual(expect.objectContaining({ line: 1, field: 'seller' }));
    const broken = await read(Buffer.from('PAR1 is how it begins, and no more'), 'rounds.parquet');
    expect(broken).toMatchObject({
      total: 0,
      rejections: [{ line: 1, field: 'file', reason: expect.stringMatching(/not a readable Parquet file/) }],
    });
  });
});
