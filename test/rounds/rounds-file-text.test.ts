import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plainRow } from '../../lib/rounds/plain-row.ts';
import { csv, GOOD, GOOD_TOO, HEADER, read, refusal } from './rounds-file.ts';

describe('the header', () => {
  it.each([
    ['seler_id,recommender,round,recommended', 'seler_id', /did you mean seller_id\?/],
    ['seller_id,recommender,round,recommended,age', 'age', /rename it x_age/],
    ['seller_id,recommender,round,recommended,round', 'round', /twice/],
    ['seller_id,recommender,round', 'recommended', /missing; add recommended/],
    ['seller_id,recommender,recommended', 'round', /neither round nor asked_at/],
    ['seller_id,recommender,round,recommended,', 'column 5', /without a name/],
    ['Seller,Advice', 'seller_id', /missing/],
  ])('%s is refused', async (header, field, reason) => {
    const { rows, rejections, total } = await csv(header, 's1,pricing,1,12');
    expect({ rows, total }).toEqual({ rows: [], total: 0 });
    expect(rejections).toContainEqual(
      expect.objectContaining({ line: 1, field, reason: expect.stringMatching(reason) }),
    );
  });

  it.each([
    ['an empty file', ''],
    ['blank lines only', '\n\n'],
    ['a header only', `${HEADER}\n`],
  ])('%s has no rounds, and that is said', async (_, text) => {
    const { rows, rejections, total } = await read(text);
    expect({ rows, total }).toEqual({ rows: [], total: 0 });
    expect(rejections).toEqual([
      { line: 1, field: 'file', value: '', reason: expect.stringMatching(/no rounds in it; give/) },
    ]);
  });

  it('UTF-16 is named', async () => {
    const { rejections } = await read(Buffer.from(`\uFEFF${HEADER}\n${GOOD}\n`, 'utf16le'));
    expect(rejections[0]?.reason).toMatch(/UTF-16 text; save the file as UTF-8/);
  });
});

describe('what a file may look like', () => {
  const lines = [HEADER, GOOD, GOOD_TOO];
  const plain = read(lines.join('\n'));

  it.each([
    ['Windows line ends', lines.join('\r\n')],
    ['a byte order mark', `\uFEFF${lines.join('\n')}`],
    ['old Macintosh line ends', lines.join('\r')],
    ['semicolons', lines.join('\n').replaceAll(',', ';')],
    ['tabs', lines.join('\n').replaceAll(',', '\t')],
    [
      'quotes',
      lines
        .map((line) =>
          line
            .split(',')
            .map((value) => `"${value}"`)
            .join(','),
        )
        .join('\n'),
    ],
    ['blanks around values', lines.join('\n').replaceAll(',', ' , ')],
    ['no last line end, and empty lines after it', `${lines.join('\n')}\n\n`],
  ])('%s: the same rows', async (_, text) => {
    const { rows, rejections } = await read(text);
    expect(rejections).toEqual([]);
    expect(rows.map(plainRow)).toEqual((await plain).rows.map(plainRow));
  });

  it('gzip: the same rows, and the hash of the file as it stands', async () => {
    const packed = gzipSync(lines.join('\n'));
    const { rows, sha256 } = await read(packed, 'rounds.csv.gz');
    expect(rows.map(plainRow)).toEqual((await plain).rows.map(plainRow));
    expect(sha256).not.toBe((await plain).sha256);
  });

  it('a gzip file cut short keeps the rows before the cut and says so', async () => {
    const packed = gzipSync(lines.join('\n'));
    const { rejections } = await read(packed.subarray(0, packed.length - 12), 'rounds.csv.gz');
    expect(rejections.at(-1)).toMatchObject({ field: 'file', reason: expect.stringMatching(/gzip/) });
  });

  it('a quoted value over several lines is one row, and later lines keep their numbers', async () => {
    const { rows, rejections } = await csv(`${HEADER},segment_note`, `${GOOD},"two\nlines"`, `${GOOD_TOO},x`);
    expect(rejections).toEqual([]);
    expect(rows.map(({ line, segments }) => [line, segments['note']])).toEqual([
      [2, 'two\nlines'],
      [4, 'x'],
    ]);
  });

  it('two quotes never closed cost two lines, not what lies between them', async () => {
    const { rows, rejections } = await csv(
      HEADER,
      GOOD,
      '"s2,pricing,1,1,1,1,1',
      GOOD_TOO,
      '"s3,pricing,1,1,1,1,1',
      's4,pricing,1,1,1,1,1',
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 6]);
    expect(rejections.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('a 10 MB line costs itself', async () => {
    const fault = await refusal(`s2,pricing,1,${'9'.repeat(10_000_000)},12,11,12`);
    expect(fault).toMatchObject({
      line: 3,
      field: 'line',
      reason: expect.stringMatching(/a line of 100000\d\d bytes/),
    });
  });

  it('a line that is not UTF-8 costs itself', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER}\n${GOOD}\ns`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`,x\n${GOOD_TOO}\n`),
    ]);
    const { rows, rejections } = await read(bytes);
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
    expect(rejections[0]).toMatchObject({ line: 3, reason: expect.stringMatching(/not UTF-8/) });
  });
});
