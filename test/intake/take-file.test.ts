import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { EXAMPLE } from '../../lib/intake/contract.ts';
import { readDropKey } from '../../lib/intake/dropped-file.ts';
import { LARGEST_FILE, takeFile } from '../../lib/intake/take-file.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { withTables } from '../engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'drops-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = folderFiles(folder);
const now = toInstant(Date.UTC(2026, 10, 29));
const ledger = { among: async () => new Set<string>(), add: async () => {} };
const eraser = { erase: async () => Promise.reject(new Error('nobody is erased here')) };
let count = 0;

const text = async (key: string) => Buffer.from((await files.get(key))?.body ?? []).toString('utf8');

const reasons = (taken: {
  refused: readonly { place: number; field: string; value: string; reason: string }[];
}) =>
  taken.refused.map(
    ({ place, field, value, reason }) => `${place} ${field} ${value}: ${reason.split(';')[0]}`,
  );

const HEADER =
  'seller_id,recommendation_id,recommender,value,unit,issued_at,expires_at,title,reasons,prior_plan';
const ROW =
  's1,r1,pricing,12.5,EUR,2026-11-20T09:00:00Z,2026-11-27T09:00:00Z,"Kettle, blue",Demand rose | Stock is low,11';

const good = (n: number) =>
  JSON.stringify({ ...EXAMPLE[4], data: { sellerId: 's1', recommendationId: `r${n}` } });

describe('a dropped file', () => {
  const tables = withTables();
  let tenant: string;
  let facts: FactsTable;
  beforeEach(() => {
    count += 1;
    tenant = `t${count}`;
    facts = factsTable(tables().client, tables().factsName);
  });

  async function drop(name: string, body: string | Uint8Array, size = body.length) {
    const key = `in/${tenant}/${name}`;
    await files.put(key, body);
    const file = readDropKey(key);
    if (file === undefined) throw new Error(`${key} is no dropped file`);
    const taken = await takeFile(file, { key, size }, { files, facts, ledger, eraser, now });
    return { ...taken, results: file.results };
  }
  const rounds = async () => (await facts.readSeller(tenant, 's1')).rounds;

  it('of events is taken line by line, and told about beside it', async () => {
    const lines = EXAMPLE.map((event) => JSON.stringify(event));
    const { results } = await drop('events/week 48.jsonl', `${lines.join('\n')}\n`);
    expect(JSON.parse(await text(`${results}.accepted.json`))).toEqual({
      file: `in/${tenant}/events/week 48.jsonl`,
      takenAt: now,
      accepted: 5,
      refused: 0,
      erased: 0,
    });
    expect(await text(`${results}.rejected.jsonl`)).toBe('');
    expect((await facts.readSeller(tenant, 'seller-17')).rounds).toHaveLength(1);
  });

  it('loses nothing good around bad lines', async () => {
    const lines = [
      good(1),
      '{"specversion":"1.0",',
      good(2),
      `{"x":"${'y'.repeat(10_000_000)}"}`,
      good(3),
      '{"value": NaN}',
      '',
      '[]',
      good(4).replace('"outcome.shown"', '"outcome.observed"'),
      good(5),
    ];
    const taken = await drop('events/bad.jsonl', `\uFEFF${lines.join('\r\n')}`);
    expect(taken.accepted).toBe(4);
    expect(await rounds()).toHaveLength(4);
    expect(reasons(taken)).toEqual([
      '2 line {"specversion":"1.0",: not JSON',
      expect.stringMatching(/^4 line : a line of 10000008 bytes$/),
      '6 line NaN: NaN is not JSON',
      '8 line []: not an object',
      '9 data.value : missing',
    ]);
    const [first] = (await text(`${taken.results}.rejected.jsonl`)).split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      line: 2,
      id: null,
      field: 'line',
      reason: expect.stringContaining(';'),
    });
  });

  it('of recommendations may tell of the sender’s side', async () => {
    const columns = 'prior_plan_repeat,value_before_jitter,platform_forecast,platform_margin,underage_cost';
    const taken = await drop(
      'recommendations/sender.csv',
      `${HEADER},${columns},overage_cost\n${ROW},11.5,12.4,12,0.3,4,1\n${ROW.replace('r1', 'r2')},,,,,-4,1\n`,
    );
    expect(reasons(taken)).toEqual(['3 underage_cost -4: not above 0']);
    expect(await rounds()).toMatchObject([
      {
        recommendation: {
          priorPlan: 11,
          priorPlanRepeat: 11.5,
          valueBeforeJitter: 12.4,
          platformForecast: 12,
          platformMargin: 0.3,
          underageCost: 4,
          overageCost: 1,
        },
      },
    ]);
  });

  it('of recommendations may give reasons as data', async () => {
    const columns = 'range_low,range_high,risk_too_high,risk_too_low,promise,promise_until';
    const bad = [',12.9,,,,', '13,12,,,,', ',,,,Fees stay,soon', ',,,,Fees stay,'];
    const taken = await drop(
      'recommendations/why.csv',
      [
        `${HEADER},${columns}`,
        `${ROW},11.9,12.9,"Unsold, for months",You sell out,Fees stay as they are,2027-01-31T00:00:00Z`,
        `${ROW.replace('r1', 'r2')},,,,You sell out,,`,
        ...bad.map((cells, i) => `${ROW.replace('r1', `bad-${i}`)},${cells}`),
      ].join('\n'),
    );
    expect(reasons(taken)).toEqual([
      '4 range_low : missing',
      '5 range_low 13: above range.high',
      '6 promise_until soon: not an RFC 3339 instant with a zone',
      '7 promise_until : missing',
    ]);
    const [first, second] = await rounds();
    expect(first?.recommendation?.why).toEqual({
      range: { low: 11.9, high: 12.9 },
      risk: { tooHigh: 'Unsold, for months', tooLow: 'You sell out' },
      promise: { text: 'Fees stay as they are', until: '2027-01-31T00:00:00.000Z' },
    });
    expect(second?.recommendation?.why).toEqual({ risk: { tooLow: 'You sell out' } });
  });

  it('of recommendations becomes rounds', async () => {
    const taken = await drop('recommendations/one.csv', `\uFEFF${HEADER}\r\n${ROW}\r\n`);
    expect(reasons(taken)).toEqual([]);
    expect(await rounds()).toMatchObject([
      {
        recommendationId: 'r1',
        recommendation: {
          recommender: 'pricing',
          value: 12.5,
          unit: 'EUR',
          title: 'Kettle, blue',
          reasons: ['Demand rose', 'Stock is low'],
          priorPlan: 11,
          at: '2026-11-20T09:00:00.000Z',
        },
      },
    ]);
  });

  it('of each other kind becomes the fact it is about', async () => {
    await drop(
      'actions/a.csv',
      'seller_id,recommendation_id,response,chosen,acted_at\ns1,r1,adjust,12,2026-11-21T08:00:00Z\n',
    );
    await drop(
      'outcomes/a.csv',
      'seller_id;recommendation_id;value;result;censored;observed_at\ns1;r1;13;;1;2026-11-28T08:00:00Z\n',
    );
    await drop('shown/a.csv', 'seller_id,recommendation_id,shown_at\ns1,r1,2026-11-28T09:00:00Z\n');
    await drop(
      'sellers/a.csv',
      'seller_id,described_at,locale,segment_size,x_years\ns1,2026-11-01T00:00:00Z,de,small,3\n',
    );
    const { seller, rounds: found } = await facts.readSeller(tenant, 's1');
    expect(found).toMatchObject([
      {
        action: { response: 'adjust', chosen: 12 },
        outcome: { value: 13, censored: true },
        outcomeShown: { id: expect.stringMatching(/^file\/shown\//) },
      },
    ]);
    expect(found[0]?.outcome).not.toHaveProperty('result');
    expect(seller).toMatchObject({ locale: 'de', segments: { size: 'small' }, covariates: { years: 3 } });
  });

  it('may hold rows as JSON, or be gzipped', async () => {
    const row = { seller_id: 's1', recommendation_id: 'r1', value: 13, observed_at: '2026-11-28T08:00:00Z' };
    const body = `${JSON.stringify(row)}\n${JSON.stringify({ ...row, value: '1,5' })}\n${JSON.stringify({ ...row, weight: 1 })}\n`;
    const taken = await drop('outcomes/b.jsonl.gz', gzipSync(body));
    expect(taken.accepted).toBe(1);
    expect(reasons(taken)).toEqual([
      '2 value 1,5: a comma in a number',
      '3 weight 1: not a column of this kind of file',
    ]);
  });

  it('names column, line and value of every bad row', async () => {
    const rows = [
      ROW,
      ROW.replace('12.5', '1e400'),
      ROW.replace('12.5', 'NaN'),
      ROW.replace('12.5', ''),
      ROW.replace('s1', 's#1'),
      ROW.replace('2026-11-20T09:00:00Z', 'Friday'),
      ROW.replace('2026-11-27', '2026-11-19'),
      `${ROW},too much`,
      ROW.replace('"Kettle, blue"', '"never closed'),
      ROW.replace('r1', 'r2'),
      ROW,
    ];
    const taken = await drop('recommendations/bad.csv', [HEADER, ...rows].join('\n'));
    expect(taken.accepted).toBe(3);
    expect((await rounds()).map(({ recommendationId }) => recommendationId)).toEqual(['r1', 'r2']);
    expect(reasons(taken)).toEqual([
      '3 value 1e400: too large for a number',
      '4 value NaN: not a finite number',
      '5 value : missing',
      '6 seller_id s#1: not an id',
      '7 issued_at Friday: not an RFC 3339 instant with a zone',
      '8 expires_at 2026-11-19T09:00:00.000Z: not after the event itself',
      expect.stringMatching(/^9 line .*: too many values/),
      expect.stringMatching(/^10 line .*: a quote that is never closed/),
    ]);
  });

  it('with a wrong header or nothing in it says so', async () => {
    expect(
      reasons(
        await drop(
          'outcomes/h.csv',
          'seller,recommendation_id,value,observed_at\ns1,r1,1,2026-11-28T08:00:00Z\n',
        ),
      ),
    ).toEqual([
      '1 seller seller: not a column of this kind of file',
      '1 seller_id seller_id: this column is missing',
    ]);
    expect(reasons(await drop('outcomes/e.csv', ''))).toEqual(['1 line : an empty file']);
    const odd = 'seller_id,recommendation_id,value,observed_at,toString\ns1,r1,1,2026-11-28T08:00:00Z,x\n';
    expect(reasons(await drop('outcomes/o.csv', odd))).toEqual([
      '1 toString toString: not a column of this kind of file',
    ]);
    expect(reasons(await drop('outcomes/large.csv', 'x', LARGEST_FILE + 1))).toEqual([
      `1 file ${LARGEST_FILE + 1}: a file of ${LARGEST_FILE + 1} bytes`,
    ]);
  });

  it('taken twice, under any name, leaves the same table', async () => {
    await drop('recommendations/one.csv', `${HEADER}\n${ROW}\n`);
    const before = await rounds();
    await drop('recommendations/two.csv', `${HEADER}\n${ROW}\n`);
    expect(await rounds()).toEqual(before);
  });
});

describe('the key of a dropped file', () => {
  it.each([
    ['in/us/events/a.jsonl', { tenant: 'us', kind: 'events', format: 'jsonl', results: 'out/us/events/a' }],
    [
      'in/us/outcomes/2026/week 48.csv.gz',
      { tenant: 'us', kind: 'outcomes', format: 'csv', results: 'out/us/outcomes/2026/week 48' },
    ],
  ])('%s says what it is', (key, file) => {
    expect(readDropKey(key)).toEqual(file);
  });

  it.each([
    'out/us/events/a.jsonl',
    'in/us/events/a.csv',
    'in/us/unknown/a.csv',
    'in/us/toString/a.csv',
    'in/u s/events/a.jsonl',
    'in/us/events/../../x.jsonl',
    'in/us/a.jsonl',
    'in/us/events/a.txt',
  ])('%s is none', (key) => {
    expect(readDropKey(key)).toBeUndefined();
  });
});
