import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { strike } from '../../lib/jobs/strike.ts';

const erased = (id: string) => (id === 's1' || id === '7' ? `hash of ${id}` : undefined);
const struck = (key: string, text: string) => {
  const found = strike(key, Buffer.from(text), erased);
  return (
    found && {
      text: Buffer.from(found.bytes).toString(),
      lines: Object.fromEntries(found.lines),
      taken: found.taken,
    }
  );
};

describe('taking an erased seller out of a file', () => {
  it('JSON lines lose the lines that are about her, by whatever name her id stands there', () => {
    const lines = [
      '{"seller_id":"s1","chosen":1}',
      '{"seller_id":"s12","title":"s1"}',
      '{"type":"x","data":{"sellerId":"s1"}}',
      '{"type":"x","data":{"sellerId":"s2","note":"s1"}}',
      '{"seller_id":7}',
    ];
    expect(struck('in/us/events/a.jsonl', `${lines.join('\n')}\n`)).toEqual({
      text: `${lines[1]}\n${lines[3]}\n`,
      lines: { 'hash of s1': 2, 'hash of 7': 1 },
      taken: [lines[0], lines[2], lines[4]],
    });
  });

  it('lines that name nobody go where they quote her', () => {
    const refused = [
      '{"line":3,"id":"e7","field":"data.value","value":"7.5","reason":"too large"}',
      '{"line":4,"id":"e8","field":"data.sellerId","value":"s1","reason":"this seller was erased"}',
      '{"line":5,"field":"round","value":"1","reason":"repeats line 4 (seller s1, recommender x) exactly"}',
      '{"data":{"sellerId":"s1","broken',
      '{"line":7,"value":"xs1","reason":"s1x and s10 are others"}',
    ];
    const kept = [refused[0], refused[4]];
    expect(struck('out/us/events/a.rejected.jsonl', refused.join('\n'))?.text).toBe(`${kept.join('\n')}`);
  });

  it.each([',', ';', '\t'])('CSV loses her records, with %j between values', (d) => {
    const head = ['recommendation_id', 'seller_id', 'title'].join(d);
    const others = [
      ['r1', 's2', 's1'].join(d),
      ['r2', 's10', `"two${d} or ""three""\nlines"`].join(d),
      ['r6', '', '7.1'].join(d),
    ];
    const hers = [
      ['r3', 's1', ''].join(d),
      ['r4', '"s1"', '"over\nlines"'].join(d),
      ['r5', "'7", 'x'].join(d),
    ];
    const broken = ['r7', 's1'].join(d);
    const text = [head, others[0], ...hers, others[1], broken, others[2]].join('\r\n');
    const found = struck('in/us/recommendations/a.csv', text);
    expect(found?.text).toBe([head, ...others].join('\r\n'));
    expect(found?.lines).toEqual({ 'hash of s1': 3, 'hash of 7': 1 });
  });

  it('JSON loses entries of its lists, wherever they stand, and keeps its form', () => {
    const part = {
      sellers: [
        { sellerId: 's1', trust: 0.5 },
        { sellerId: 's2', trust: 0.1 + 0.2 },
      ],
      cells: [{ kind: 'now', of: ['s1'], sellers: 2 }],
      input: { rejections: [{ line: 1, field: 'x', value: 's1', reason: 'wrong' }] },
    };
    const [, other] = part.sellers;
    const left = { ...part, sellers: [other], input: { rejections: [] } };
    expect(struck('runs/us/1/out/a.json', JSON.stringify(part))?.text).toBe(JSON.stringify(left));
    const pretty = JSON.stringify(part, null, 2);
    expect(struck('runs/us/1/estimates.json', pretty)?.text).toBe(JSON.stringify(left, null, 2));
  });

  it('keeps bytes it cannot read, line ends and the last line without one', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"seller_id":"s1"}\r\n'),
      Buffer.from([0xff, 0xfe, 0x0a, 0xc3, 0xa4, 0x0d]),
      Buffer.from('{"seller_id":"ä"}'),
    ]);
    const found = strike('a.jsonl', bytes, erased);
    expect(Buffer.from(found?.bytes ?? [])).toEqual(bytes.subarray(20));
  });

  it('gzipped files stay gzipped', () => {
    const found = strike('a.jsonl.gz', gzipSync('{"seller_id":"s1"}\n{"seller_id":"s2"}\n'), erased);
    expect(gunzipSync(found?.bytes ?? '').toString()).toBe('{"seller_id":"s2"}\n');
  });

  it.each([
    ['a.jsonl', '{"seller_id":"s2"}\n'],
    ['a.csv', 'seller_id,x\r\ns2,s1\r\n'],
    ['a.json', '{"sellers":[{"sellerId":"s2"}],"at":"s1"}'],
    ['a.html', 's1'],
    ['empty.jsonl', ''],
    ['empty.csv', ''],
  ])('%s that is not about her is left alone', (key, text) => {
    expect(struck(key, text)).toBeUndefined();
  });
});
