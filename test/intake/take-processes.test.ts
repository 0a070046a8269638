import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { takePosted } from '../../lib/intake/batch.ts';
import { readDropKey } from '../../lib/intake/dropped-file.ts';
import type { Refusal } from '../../lib/intake/refusal.ts';
import { readRegistry } from '../../lib/intake/registry-file.ts';
import { takeFile } from '../../lib/intake/take-file.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { withTables } from '../engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = folderFiles(folder);
const now = toInstant(Date.UTC(2026, 10, 29));
const ledger = { among: async () => new Set<string>(), add: async () => {} };
const eraser = { erase: async () => Promise.reject(new Error('nobody is erased here')) };
const COLUMNS =
  'process,kind,design,start,end,changed_at,cost_per_unit,cost_unit,recommenders,scope_size,note_en,arms,unit,hold_out,stratify_by';
const TRIAL =
  'reasons,reasons,experiment,2026-02-01T00:00:00Z,,,0.4,round,pricing|stock,small,"We say why, now.",control:0.5;shown:0.5,seller,0.1,size';
const GUARANTEE = 'guarantee,protection,rollout,2026-03-01T00:00:00Z,2026-09-01T00:00:00Z,,2,seller,,,,,,,';
const LATER = GUARANTEE.replace('Z,,2', 'Z,2026-04-01T00:00:00Z,3');

const faults = (refused: readonly Pick<Refusal, 'field' | 'value' | 'reason'>[]) =>
  refused.map(({ field, value, reason }) => `${field} ${value}: ${reason.split(';')[0]}`);

const TRIAL_ENTRY = {
  process: 'reasons',
  kind: 'reasons',
  design: 'experiment',
  startAt: '2026-02-01T00:00:00.000Z',
  costPerUnit: 0.4,
  costUnit: 'round',
  scope: { recommenders: ['pricing', 'stock'], segments: { size: 'small' } },
  notes: { en: 'We say why, now.' },
  experiment: {
    arms: [
      { arm: 'control', share: 0.5 },
      { arm: 'shown', share: 0.5 },
    ],
    unit: 'seller',
    holdOut: 0.1,
    stratifyBy: 'size',
  },
};

const event = (type: string, id: string, data: object) => ({
  specversion: '1.0',
  source: 'shop',
  time: '2026-05-01T00:00:00Z',
  id,
  type,
  data,
});

describe('processes and exposures', () => {
  const tables = withTables();
  let tenant = 't0';
  let count = 0;
  let facts: FactsTable;
  beforeEach(() => {
    tenant = `t${(count += 1)}`;
    facts = factsTable(tables().client, tables().factsName);
  });
  async function drop(name: string, body: string) {
    const key = `in/${tenant}/${name}`;
    await files.put(key, body);
    const file = readDropKey(key);
    if (file === undefined) throw new Error(`${key} is no dropped file`);
    return takeFile(file, { key, size: body.length }, { files, facts, ledger, eraser, now });
  }

  it('come by file: a row a version, the time of a version its start where none is given', async () => {
    const taken = await drop('processes/registry.csv', [COLUMNS, TRIAL, LATER, GUARANTEE].join('\n'));
    expect(taken).toEqual({ accepted: 3, refused: [], erased: 0 });
    const [guarantee, trial, ...more] = await facts.readProcesses(tenant);
    expect(more).toEqual([]);
    expect(trial).toMatchObject({ ...TRIAL_ENTRY, versions: [{ at: TRIAL_ENTRY.startAt }] });
    expect(guarantee).toMatchObject({ costPerUnit: 3, endAt: '2026-09-01T00:00:00.000Z' });
    expect(guarantee?.versions.map(({ at, entry }) => [at.slice(0, 10), entry.costPerUnit])).toEqual([
      ['2026-03-01', 2],
      ['2026-04-01', 3],
    ]);
  });

  it('come as events, and an exposure stands in its round or with its seller', async () => {
    const body = JSON.stringify([
      event('process.changed', '1', { ...TRIAL_ENTRY, scope: undefined }),
      event('seller.exposed', '2', { sellerId: 's1', process: 'guarantee' }),
      event('seller.exposed', '3', {
        sellerId: 's1',
        recommendationId: 'r1',
        process: 'reasons',
        arm: 'shown',
        dose: 0,
      }),
      event('process.changed', '4', { ...TRIAL_ENTRY, exposure: 'everybody' }),
    ]);
    const { taken } = await takePosted({ contentType: 'application/json', body }, tenant, {
      facts,
      ledger,
      eraser,
      now,
    });
    expect(taken?.accepted).toBe(3);
    expect(faults(taken?.refused ?? [])).toEqual([
      'data.exposure everybody: everybody meets it, but not in an experiment',
    ]);
    expect(await facts.readProcesses(tenant)).toMatchObject([{ process: 'reasons', kind: 'reasons' }]);
    const { exposures, rounds } = await facts.readSeller(tenant, 's1');
    expect(exposures).toMatchObject([{ process: 'guarantee', dose: 1, ingestedAt: now }]);
    expect(rounds).toMatchObject([
      { recommendationId: 'r1', exposures: [{ process: 'reasons', dose: 0, arm: 'shown' }] },
    ]);
  });

  it('come as files of exposures, with their faults by column', async () => {
    const rows = [
      'seller_id,recommendation_id,process,dose,arm,exposed_at',
      's1,,guarantee,,,2026-05-01T00:00:00Z',
      's1,,guarantee,0,,2026-06-01T00:00:00Z',
      's1,r1,reasons,1,shown,2026-05-02T00:00:00Z',
      's2,,,1,,2026-05-02T00:00:00Z',
      's2,,guarantee,much,,2026-05-02T00:00:00Z',
    ];
    const taken = await drop('exposures/may.csv', rows.join('\n'));
    expect(taken.accepted).toBe(3);
    expect(faults(taken.refused)).toEqual(['process : missing', 'dose much: text where a number belongs']);
    const { exposures, rounds } = await facts.readSeller(tenant, 's1');
    expect(exposures?.map(({ dose }) => dose)).toEqual([1, 0]);
    expect(rounds[0]?.exposures).toMatchObject([{ arm: 'shown' }]);
  });
});

const read = (text: string) => readRegistry(Buffer.from(text), now);

describe('a registry file', () => {
  it('is CSV, JSON lines or a JSON array, all the same', async () => {
    const csv = await read([COLUMNS, TRIAL].join('\n'));
    expect(csv.rejections).toEqual([]);
    expect(csv.processes).toMatchObject([TRIAL_ENTRY]);
    const row = {
      process: 'reasons',
      kind: 'reasons',
      design: 'experiment',
      start: '2026-02-01T00:00:00Z',
      cost_per_unit: 0.4,
      cost_unit: 'round',
      recommenders: ['pricing', 'stock'],
      scope_size: 'small',
      note_en: 'We say why, now.',
      arms: TRIAL_ENTRY.experiment.arms,
      unit: 'seller',
      hold_out: 0.1,
      stratify_by: 'size',
    };
    expect(await read(JSON.stringify(row))).toEqual(csv);
    expect(await read(JSON.stringify([row], null, 2))).toEqual(csv);
  });

  it.each([
    [
      TRIAL.replace('control:0.5;shown:0.5', 'control;shown'),
      'arms control;shown: not arms with their shares',
    ],
    [
      TRIAL.replace('shown:0.5', 'shown:0.4'),
      'arms [{"arm":"control","share":0.5},{"arm":"shown","share":0.4}]: shares that do not add up to 1',
    ],
    [TRIAL.replace('control:0.5;shown:0.5,seller,0.1,size', ',,,'), 'arms : missing'],
    [TRIAL.replace('seller,0.1', 'shop,0.1'), 'unit shop: not allowed here'],
    [
      TRIAL.replace(',small,', `,${'x'.repeat(81)},`),
      `scope_size ${'x'.repeat(79)}…: longer than 80 characters`,
    ],
    [GUARANTEE.replace('2026-09', '2026-01'), 'end 2026-01-01T00:00:00Z: not after startAt'],
    [
      GUARANTEE.replace('2026-03-01', '2027-03-01').replace('2026-09', '2027-09'),
      'changed_at 2027-03-01T00:00:00.000Z: lies in the future',
    ],
    [GUARANTEE.replace('rollout', 'roll-out'), 'design roll-out: not allowed here'],
    [GUARANTEE.replace(',2,', ',-2,'), 'cost_per_unit -2: below 0'],
  ])('tells what is wrong: %s', async (row, fault) => {
    const { processes, rejections } = await read([COLUMNS, row].join('\n'));
    expect(faults(rejections)).toEqual([fault]);
    expect(rejections[0]?.line).toBe(2);
    expect(processes).toEqual([]);
  });

  it('may have a process more than once, but not as of one instant', async () => {
    const { processes, rejections } = await read([COLUMNS, GUARANTEE, LATER, GUARANTEE].join('\n'));
    expect(processes).toMatchObject([{ costPerUnit: 3, versions: [{}, {}] }]);
    expect(faults(rejections)).toEqual([
      'process guarantee 2026-03-01T00:00:00.000Z: this process is there twice as of one instant',
    ]);
    expect(faults((await read('[not json')).rejections)[0]).toContain('not JSON');
    expect((await read('')).rejections).toHaveLength(1);
  });
});
