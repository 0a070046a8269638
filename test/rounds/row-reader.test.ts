import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainRow, withFields } from '../../lib/rounds/plain-row.ts';
import { RoundTable } from '../../lib/rounds/round-table.ts';
import { COLUMNS } from '../../lib/rounds/rounds-file-columns.ts';
import { cellsOf, readRow, rowReader } from '../../lib/rounds/rounds-file-row.ts';
import { readRounds } from '../../lib/rounds/rounds-file.ts';
import { read } from './rounds-file.ts';

const NAMES = [...COLUMNS, 'process_a', 'arm_b', 'segment_c', 'x_d'];
const cell = fc.oneof(
  { weight: 250, arbitrary: fc.constant('') },
  { weight: 16, arbitrary: fc.constantFrom('1', '0', '7', '12.5', ' 3 ', '-0', '1e3', '0.5') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('s1', 'pricing', 'accept', 'none', '2026-11-22T09:00:00.123+02:00'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('1,5', 'n/a', 'x y', '0x1', '2026-02-31T00:00:00Z', '1e999', '-3'),
  },
  { weight: 1, arbitrary: fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null)) },
);
const values = fc.tuple(...NAMES.map(() => cell)).map((drawn) => {
  const usual: Record<string, unknown> = { seller_id: 's1', recommender: 'pricing', round: '4' };
  return NAMES.map((name, at) => (drawn[at] === '' ? (usual[name] ?? '') : drawn[at]));
});

it('rows of one header are read as any row is, and refused where it is', () => {
  const readFast = rowReader(NAMES);
  let [sound, refused] = [0, 0];
  fc.assert(
    fc.property(values, (row) => {
      const slow = readRow(5, cellsOf(NAMES, row));
      const fast = readFast(5, row);
      if (Array.isArray(slow)) refused += 1;
      else sound += 1;
      expect(fast).toEqual(Array.isArray(slow) ? undefined : slow);
    }),
    { seed: 1, numRuns: 2000 },
  );
  expect(Math.min(sound, refused)).toBeGreaterThan(100);
});

it('a row is packed and unpacked without a change', () => {
  const readFast = rowReader(NAMES);
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 30 }), (drawn) => {
      const table = new RoundTable();
      const rows = drawn.flatMap((row, at) => readFast(at, row) ?? []);
      for (const row of rows) table.add(row);
      expect(table.rows.map(plainRow)).toEqual(rows);
      expect(table.rows.map((row) => JSON.stringify(plainRow(row)))).toEqual(
        rows.map((row) => JSON.stringify(plainRow(row))),
      );
    }),
    { seed: 2, numRuns: 200 },
  );
});

it('changed values stand beside the others', () => {
  const table = new RoundTable();
  const [row] = ['s1'].flatMap(
    () => rowReader(['seller_id', 'recommender', 'round'])(2, ['s1', 'p', 1]) ?? [],
  );
  if (row === undefined) throw new RangeError('the row is sound');
  table.add(row);
  expect(table.rows.map((each) => withFields(each, { chosen: 3 }))).toEqual([{ ...row, chosen: 3 }]);
});

it('finds the one round that comes twice, wherever it stands among many', async () => {
  const lines = Array.from(
    { length: 5000 },
    (_, at) => `s${at % 70},${at % 3 === 0 ? 'a' : 'b'},${Math.floor(at / 70)},1`,
  );
  const at = (line: number) => lines[line - 2] ?? '';
  const file = await read(['seller_id,recommender,round,recommended', ...lines, at(3), at(4999)].join('\n'));
  expect(file.rows).toHaveLength(5000);
  expect(file.rejections.map(({ line, reason }) => [line, /repeats line (\d+)/.exec(reason)?.[1]])).toEqual([
    [5002, '3'],
    [5003, '4999'],
  ]);
});

it('cuts lines the same wherever the chunks end', async () => {
  const texts = fc.array(
    fc.constantFrom('s1,p,1,2', 's2,p,1,2', 'é,p,1,2', '"s3",p,1,"2"', '', 's4,p,1', '\uFEFF', 'ß', '"'),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom('\n', '\r\n', '\r'), fc.nat(9), async (lines, end, size) => {
      const bytes = Buffer.from(['seller_id,recommender,round,recommended', ...lines].join(end));
      const wrong = Buffer.concat([bytes, Buffer.from([0xff, 0x0a]), Buffer.from('s9,p,1,2\n')]);
      const chunks = Array.from({ length: Math.ceil(wrong.length / (size + 1)) }, (_, at) =>
        wrong.subarray(at * (size + 1), (at + 1) * (size + 1)),
      );
      const [whole, cut] = await Promise.all([wrong, stream(chunks)].map((each) => readAll(each)));
      expect(cut).toEqual(whole);
    }),
    { seed: 3, numRuns: 300 },
  );
});

async function* stream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function readAll(bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  const file = await readRounds({ name: 'rounds.csv', bytes });
  return { rejections: file.rejections, total: file.total, rows: file.rows.map(plainRow) };
}
