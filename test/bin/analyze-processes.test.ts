import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'analyze-processes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const REGISTRY = [
  'process,kind,design,start,cost_per_unit,exposure,arms,unit',
  'reasons,reasons,experiment,2026-01-01T00:00:00Z,,,control:0.5;shown:0.5,seller',
  'guarantee,protection,rollout,2026-02-01T00:00:00Z,2,everybody,,',
  'chanel,channel,observational,2026-02-01T00:00:00Z,,,,',
];
const ROUNDS = [
  'seller_id,recommender,asked_at,prior_plan,recommended,chosen,outcome,arm_reasons,process_reasons,process_channel',
  ...Array.from({ length: 60 }, (_, index) => {
    const [seller, week] = [Math.floor(index / 6), index % 6];
    const [plan, recommended] = [100 + seller + 7 * week, 140 - 11 * week + 2 * seller];
    const chosen = (0.4 * plan + 0.6 * recommended + (index % 5)).toFixed(2);
    const arm = seller % 2 === 0 ? 'control,0' : 'shown,1';
    return `s${seller},pricing,2026-0${1 + Math.floor(week / 3)}-1${week}T00:00:00Z,${plan},${recommended},${chosen},${recommended + (index % 7)},${arm},0`;
  }),
];

it('a registry goes into an analysis, and a name that no row has is asked about', () => {
  const [rounds, registry, out] = ['rounds.csv', 'registry.csv', 'out'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(rounds, ROUNDS.join('\n'));
  writeFileSync(registry, REGISTRY.join('\n'));
  const { exitCode, stderr } = trust('analyze', rounds, '--out', out, '--processes', registry);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr:
      'The rounds say nothing of process chanel: no process_chanel, no arm_chanel; did you mean channel?\n',
  });
  const written = JSON.parse(readFileSync(join(out, 'estimates.json'), 'utf8'));
  expect(estimatesSchema.parse(written).input.accepted).toBe(60);
});
