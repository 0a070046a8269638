import { createReadStream, existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimateProcesses } from '../../../lib/processes/estimation/estimate-processes.ts';
import { processSentence } from '../../../lib/report/process-words.ts';
import { readRounds } from '../../../lib/rounds/rounds-file.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { processEstimatesSchema } from '../../../lib/trust/estimates.ts';
import { chooseScale } from '../../../lib/trust/scale.ts';
import { settingsOf } from '../../trust/settings.ts';
import { experiment, marketplace, registered, SCALE, week } from './marketplace.ts';
import { shamIsCalled } from './sham.ts';

const SETTINGS = { scale: SCALE, seed: 1 };
const of = (
  ...[rows, registry, more]: Parameters<typeof estimateProcesses> extends [infer A, infer B, unknown]
    ? [A, B, object?]
    : never
) => processEstimatesSchema.parse(estimateProcesses(rows, registry, { ...SETTINGS, ...more }));

const begins = (i: number) => (i < 50 ? 3 : i < 100 ? 6 : Infinity);

describe('processes', () => {
  it('an experiment that works is called so, one that does nothing is not; the first is what to fund', () => {
    const both = [experiment('reasons'), experiment('sham')];
    const rows = marketplace({ seed: 1, experiments: both, adds: { reasons: 0.12 } });
    const { processes, investments, choice } = of(rows, both, { budget: 1000 });
    const [reasons, sham] = processes;
    expect(reasons).toMatchObject({ process: 'reasons', design: 'experiment', effective: 'builds trust' });
    expect(Math.abs((reasons?.effect.estimate ?? 0) - 0.12)).toBeLessThan(2.5 * (reasons?.effect.se ?? 0));
    expect(sham?.effective).toBe('cannot tell');
    const before = reasons?.estimators.find(({ estimator }) => estimator.includes('CUPED'));
    expect(before?.effect.se).toBeLessThan(0.8 * (reasons?.effect.se ?? 0)); // trust differs between sellers
    expect(investments[0]).toMatchObject({ process: 'reasons', rank: 1, reach: 150 });
    expect(choice?.portfolio?.processes).toEqual(['reasons']);
    expect(reasons?.checks.map(({ check, status }) => [check, status])).toContainEqual([
      'arms of reasons among those assigned',
      'ok',
    ]);
  });

  it('arms that are not as drawn: no effect is told', () => {
    const broken = experiment('reasons');
    const rows = marketplace({ seed: 2, experiments: [broken], adds: { reasons: 0.1 } }).filter(
      ({ assignments, sellerId }) =>
        assignments?.['reasons'] !== 'control' || Number(sellerId.slice(1)) % 4 === 0,
    );
    const [row] = of(rows, [broken]).processes;
    expect(row?.effect).toMatchObject({ estimate: null });
    expect(row?.effect.reason).toMatch(/^randomisation broken/);
    expect(row?.effective).toBe('cannot tell');
    const fit = fitTrust(rows, settingsOf());
    const input = { sha256: 'x', rows: 0, accepted: 0, rejected: 0, rejections: [] };
    const { health } = summariseTrust(fit, [estimateSellers(rows, fit)], input, of(rows, [broken]));
    expect(health).toContainEqual(
      expect.objectContaining({ check: expect.stringMatching(/^arms of reasons/), status: 'fail' }),
    );
  });

  it('a rollout is compared with who had not met it yet, also where early adopters trusted more', () => {
    const rollout = registered({
      process: 'guarantee',
      kind: 'protection',
      design: 'rollout',
      startAt: week(3),
    });
    const rows = marketplace({
      seed: 3,
      sellers: 200,
      meets: (i, t) => ({ guarantee: t >= begins(i) ? 1 : 0 }),
      adds: { guarantee: 0.1 },
      trust: (i, draw) => (i < 50 ? 0.7 : 0.4) + 0.1 * draw(),
    });
    const [row] = of(rows, [rollout]).processes;
    expect(row?.design).toBe('rollout');
    expect(Math.abs((row?.effect.estimate ?? 0) - 0.1)).toBeLessThan(2.5 * (row?.effect.se ?? 0));
    const back = rows.map((each, k) =>
      Object.assign({}, each, k % 10 === 9 ? { processes: { guarantee: 0 } } : {}),
    );
    expect(of(back, [rollout]).processes[0]?.effect.reason).toMatch(/^process taken back/);
  });

  it('without assignment a confounder is adjusted for, and the plain difference would be wrong', () => {
    const rows = marketplace({
      seed: 4,
      sellers: 240,
      meets: (i) => ({ channel: i % 4 === 0 || (i % 2 === 0 && i < 120) ? 1 : 0 }),
      trust: (i, draw) => (i < 120 ? 0.7 : 0.4) + 0.08 * draw(),
    }).map((row) =>
      Object.assign(row, { covariates: { large: Number(row.sellerId.slice(1)) < 120 ? 1 : 0 } }),
    );
    const [row] = of(rows, []).processes;
    expect(row?.design).toBe('observational');
    const far = (row?.estimators ?? [])
      .filter(({ estimator }) => estimator !== 'joint model')
      .filter(({ effect }) => !(Math.abs(effect.estimate ?? 9) < 2.5 * (effect.se ?? 0)));
    expect(far).toEqual([]);
    const bare = of(
      rows.map((each) => Object.assign({}, each, { covariates: {} })),
      [],
    ).processes[0];
    expect(bare?.effect.lower).toBeGreaterThan(0.02);
  });

  it('a dose is told per unit of it', () => {
    const rows = marketplace({
      seed: 5,
      meets: (i) => ({ visits: i % 4 }),
      adds: { visits: 0.05 },
    });
    const [row] = of(rows, []).processes;
    expect(Math.abs((row?.effect.estimate ?? 0) - 0.05)).toBeLessThan(2.5 * (row?.effect.se ?? 0));
  });

  it('refuses by name, and never tells a number', () => {
    const rows = marketplace({
      seed: 6,
      sellers: 60,
      weeks: 6,
      meets: (i) => ({ one: i === 0 ? 1 : 0, all: 1, none: 0, few: i < 3 ? 1 : 0 }),
    });
    const found = of(rows, [
      registered({ process: 'unseen', kind: 'other', design: 'rollout', startAt: week(40) }),
    ]);
    expect(found.processes.map(({ process, estimators: [first] }) => [process, first?.refused])).toEqual([
      ['all', 'all treated'],
      ['few', 'too few clusters'],
      ['none', 'none treated'],
      ['one', 'one treated cluster'],
      ['unseen', 'none treated'],
    ]);
    expect(found.processes.every(({ effect }) => effect.estimate === null && effect.reason !== null)).toBe(
      true,
    );
    expect(found.investments).toEqual([]);
    expect(found.reasons['investments']).toBe('no effect of a process could be told');
    const segment = marketplace({ seed: 7, sellers: 60, meets: (i) => ({ north: i % 2 }) }).map((row) =>
      Object.assign(row, {
        segments: { region: Number(row.sellerId.slice(1)) % 2 === 1 ? 'north' : 'south' },
      }),
    );
    expect(of(segment, []).processes[0]?.estimators[0]?.refused).toBe('exposure equal to a segment');
  });

  it('no process at all is said, and so is a cost that is not known', () => {
    const none = of(marketplace({ seed: 8, sellers: 20, weeks: 4 }), []);
    expect(none).toMatchObject({ processes: [], investments: [], choice: null });
    expect(none.reasons['processes']).toMatch(/^no process is registered/);
    const rows = marketplace({ seed: 8, sellers: 80, meets: (i) => ({ reasons: i % 2 }) });
    expect(of(rows, []).investments[0]).toMatchObject({
      rank: null,
      valuePerCost: null,
      reason: /not known/ as unknown,
    });
  });

  it('a policy that is held stable or not is told over periods, not over sellers who all met the same', () => {
    const entry = registered({
      process: 'pricing-policy',
      kind: 'stability',
      design: 'observational',
      startAt: week(0),
    });
    const rows = marketplace({ seed: 10, sellers: 40, weeks: 30 });
    const stability = of(rows, [entry]).processes.find(({ process }) => process === 'policy-stability');
    expect(stability?.kind).toBe('stability');
    expect(stability?.effect.n ?? 99).toBeLessThanOrEqual(30);
    expect(of(rows, []).processes).toEqual([]);
  });

  it('does not depend on the order of rows', () => {
    const entry = experiment('reasons');
    const rows = marketplace({
      seed: 9,
      sellers: 60,
      weeks: 8,
      experiments: [entry],
      adds: { reasons: 0.1 },
    });
    const stream = streams(1).next().value;
    const shuffled = rows
      .map((row) => [stream.uniform(), row] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, row]) => row);
    const digits = (found: ReturnType<typeof of>) =>
      found.processes.map(({ effect }) => effect.estimate?.toPrecision(10));
    expect(digits(of(shuffled, [entry]))).toEqual(digits(of(rows, [entry])));
  });

  it('of eight sham processes few marketplaces call one effective', () => {
    const runs = 60;
    const called = Array.from({ length: runs }, (_, run) => shamIsCalled(run + 1)).filter(Boolean).length;
    expect(called / runs).toBeLessThanOrEqual(0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / runs));
  });

  it('feedback on outcomes, in published data: trust lower, and following quality better; both are said', async (ctx) => {
    const path = '../shared/data/rounds/dates.csv';
    if (!existsSync(path)) {
      console.log(`skipped: ${path} is not there`);
      ctx.skip('no data');
    }
    const { rows } = await readRounds({ name: path, bytes: createReadStream(path) });
    const scale = chooseScale(rows, settingsOf({ scale: 'level' }));
    const [row] = of(rows, [], { scale }).processes;
    if (row === undefined) throw new RangeError('no process in the file');
    expect(row).toMatchObject({ process: 'outcome_feedback', effective: 'breaks trust' });
    expect(row.outcomes.find(({ outcome }) => outcome === 'calibration')?.effect.lower).toBeGreaterThan(0);
    expect(processSentence(row, 1)).toMatch(
      /breaks trust: .* follows? the quality of recommendations better: \+0\.\d\d \(\+0\.\d\d to \+0\.\d\d, at this look alone; n \d+\) .* A page with the level alone would call it harmful\.$/,
    );
  });
});
