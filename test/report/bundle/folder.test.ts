import { DuckDBInstance } from '@duckdb/node-api';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codebookEntries } from '../../../lib/report/bundle/codebook.ts';
import { DOWNLOADS } from '../../../lib/report/bundle/downloads.ts';
import { DEFINITIONS } from '../../../lib/report/bundle/table-definitions.ts';
import { pathsTable, sellersTable } from '../../../lib/report/bundle/seller-tables.ts';
import { TABLES } from '../../../lib/report/bundle/tables.ts';
import { methodsSchema, runtimeOf, type Methods } from '../../../lib/report/methods.ts';
import { reportFiles, type About, type ReportFile } from '../../../lib/report/report-files.ts';
import { settingsOf } from '../../trust/settings.ts';
import { told } from './told.ts';

const about: About = {
  tenant: { id: 'us', name: 'Example marketplace', report: { alerts: [] } },
  period: '2026-W47',
  previous: null,
  provenance: {
    runId: '0123456789abcdef0123456789abcdef',
    runtime: { node: 24, arch: 'arm64', platform: 'linux' },
    reportVersion: 'v',
    settings: settingsOf({}),
    snapshots: [{ range: { from: 0, to: 1023 }, sha256: 'ab'.repeat(32), rows: 6600 }],
  },
};

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files: readonly ReportFile[];
let methods: Methods;

beforeAll(async () => {
  files = await reportFiles(told, about);
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  methods = methodsSchema.parse(JSON.parse(contentOf('methods.json')));
});

const contentOf = (name: string): string =>
  Buffer.from(files.find(([each]) => each === name)?.[1] ?? `no ${name}`).toString();

describe('a report folder', () => {
  it('holds every file it offers, and offers every file of data', () => {
    const offered = DOWNLOADS.flatMap(({ name, also = [] }) => [name, ...also]);
    const data = files.map(([name]) => name).filter((name) => !name.endsWith('.html'));
    expect(offered.toSorted()).toEqual(data.toSorted());
    expect(DOWNLOADS.every(({ name, href, what }) => href === name && what.length > 10)).toBe(true);
  });

  it('is the same bytes each time', async () => {
    const again = await reportFiles(structuredClone(told), about);
    expect(again.map(([name]) => name)).toEqual(files.map(([name]) => name));
    for (const [i, [name, content]] of again.entries())
      expect([name, Buffer.from(content).equals(Buffer.from(files[i]?.[1] ?? ''))]).toEqual([name, true]);
  });
});

describe('methods.json', () => {
  it('fits the JSON Schema beside it; a missing field breaks it', () => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(contentOf('methods.schema.json')) as object,
    );
    const value = JSON.parse(contentOf('methods.json')) as Record<string, unknown>;
    expect(validate(value)).toBe(true);
    const { seed: _seed, ...without } = value;
    expect(validate(without)).toBe(false);
  });

  it('has the hash and length of every other file', () => {
    const hashes = files.flatMap(([name, content]) => {
      const bytes = Buffer.from(content);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return name === 'methods.json' ? [] : [{ name, sha256, bytes: bytes.length }];
    });
    expect(methods.files).toEqual(hashes);
  });

  it('says what the numbers came from', () => {
    expect(methods).toMatchObject({
      tenant: 'us',
      period: '2026-W47',
      asOf: told.asOf,
      previous: null,
      runtime: { node: 24, arch: 'arm64' },
      seed: told.seed,
      settings: { scale: 'auto' },
      registry: null,
      snapshots: about.provenance.snapshots,
      wording: { trust: ['trust@1', 'trust@2'], 'ability-right': ['ability-right@1', 'ability-right@2'] },
      models: { kf: 1, 'law 5.3': 1, processes: 1 },
    });
    expect(Object.keys(methods.definitions)).toEqual(Object.keys(DEFINITIONS));
    expect(runtimeOf(process).node).toBeGreaterThanOrEqual(20);
  });
});

describe('the codebook', () => {
  it('has every column of every table, each with its words', () => {
    const entries = codebookEntries([...TABLES, sellersTable, pathsTable]);
    const columns = [...TABLES, sellersTable, pathsTable].flatMap((each) =>
      each.columns.map(({ name }) => `${each.name}.${name}`),
    );
    expect(
      entries.filter(({ measure }) => measure === null).map(({ table, column }) => `${table}.${column}`),
    ).toEqual(columns);
    for (const { table, column, measure, meaning } of entries)
      expect([table, column, measure, meaning]).toEqual([
        table,
        column,
        measure,
        expect.stringMatching(/^[^\s].{2,}/),
      ]);
    const numbers = entries.filter(({ type, measure }) => type === 'number' && measure !== null);
    expect(numbers.filter(({ unit, formula }) => !unit || !formula)).toEqual([]);
  });
});

describe('README.md', () => {
  it('has DuckDB read what it says, and every table in both forms alike', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
    await connection.run(`SET file_search_path = '${folder}'`);
    const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(contentOf('README.md')) ?? [];
    const statements = sql.split(';').filter((each) => each.trim() !== '');
    expect(statements).toHaveLength(2);
    const [now, over] = [await rows(statements[0] ?? ''), await rows(statements[1] ?? '')];
    expect(now[0]).toMatchObject({
      recommender: null,
      estimate: told.trust.overall.estimate,
      n: told.trust.overall.n,
    });
    expect(over).toHaveLength(told.evolution.length);
    for (const { name, columns, cells } of TABLES) {
      const names = columns.map((column) => `"${column.name}"`).join();
      for (const from of [
        `'${name}.parquet'`,
        `read_csv('${name}.csv', header = true, all_varchar = true)`,
      ]) {
        const [found] = await rows(`SELECT count(*)::INT AS n FROM (SELECT ${names} FROM ${from})`);
        expect([from, found]).toEqual([from, { n: cells(told).length }]);
      }
    }
    connection.closeSync();
  });

  it('names every file and column, and how to cite', () => {
    const text = contentOf('README.md');
    for (const { name, columns } of TABLES)
      for (const each of [`\`${name}.csv\``, ...columns.map((column) => column.name)])
        expect(text).toContain(each);
    expect(text).toContain('`reports/us/2026-W47/<hash>`');
    expect(text).toContain('fewer than five sellers');
  });
});
