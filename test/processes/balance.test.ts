import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { assignmentOf } from '../../lib/processes/assignment.ts';
import { sampleRatios } from '../../lib/processes/balance.ts';
import { exposureChecks } from '../../lib/processes/exposure-checks.ts';
import { processesOf, type Process } from '../../lib/rounds/process.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { day, entry, registered, version } from './registry-entry.ts';
import { rowOn } from './row.ts';

const EXPERIMENT = entry().experiment ?? { unit: 'seller' as const, arms: [] };
/** One row a seller: so many in each arm. */
const split = (arms: Readonly<Record<string, number>>, changes: Partial<RoundRow> = {}) =>
  Object.entries(arms).flatMap(([arm, units]) => {
    const row = rowOn(1, { assignments: { reasons: arm }, ...changes });
    return Array.from({ length: units }, (_, n) => Object.assign({}, row, { sellerId: `${arm}-${n}` }));
  });
const only = (rows: readonly RoundRow[], process = registered()) => {
  const [all, ...strata] = sampleRatios(process, rows);
  if (all === undefined) throw new RangeError('nothing was assigned');
  return { all, strata };
};

/** Whether an experiment fails the check that keeps this share of what is drawn for its second arm. */
const failed = (kept: number, seed: number) => {
  const random = xoroshiro128plus(seed);
  const uniform = () => (random.next() >>> 0) / 2 ** 32;
  const counts = { control: 0, shown: 0 };
  for (let n = 0; n < 5000; n++) {
    if (uniform() < 0.5) counts.control += 1;
    else if (uniform() < kept) counts.shown += 1;
  }
  return only(split(counts)).all.status === 'fail';
};

/** The same in a stratum. */
const within = (size: string, arms: Record<string, number>) =>
  split(arms, { segments: { size } }).map((row) =>
    Object.assign(row, { sellerId: `${size}${row.sellerId}` }),
  );

describe('sample ratios', () => {
  it('tell a mismatch with its numbers', () => {
    const { all } = only(split({ control: 5210, shown: 4790 }));
    expect(all).toMatchObject({ status: 'fail', stratum: null, among: 'assigned', inTwoArms: 0 });
    expect(all.chiSquare?.statistic).toBeCloseTo(17.64, 10);
    expect(all.chiSquare?.p).toBeCloseTo(2.669e-5, 8);
    expect(all.detail).toMatch(
      /^not as drawn: 5210 in control \(drawn for 5000\), 4790 in shown \(drawn for 5000\); chi-square 17\.64, 1 df, p < 0\.001; at all looks together p 0\.00/,
    );
    expect(only(split({ control: 5050, shown: 4950 })).all.status).toBe('ok');
  });

  it('count a unit once, however many rounds it has, and set aside who was in two arms', () => {
    const rows = split({ control: 30, shown: 30 });
    const again = rows.filter(({ sellerId }) => sellerId.startsWith('shown'));
    expect(only([...rows, ...again, ...again]).all.arms.map(({ units }) => units)).toEqual([30, 30]);
    const moved = rowOn(2, { sellerId: 'shown-0', assignments: { reasons: 'control' } });
    const { all } = only([...rows, moved]);
    expect(all).toMatchObject({ inTwoArms: 1, arms: [{ units: 30 }, { units: 29, expected: 29.5 }] });
    expect(all.detail).toContain('1 were in more than one arm');
    const perRound = registered({ experiment: { ...EXPERIMENT, unit: 'round' } });
    expect(only([...rows, ...again], perRound).all.arms.map(({ units }) => units)).toEqual([30, 60]);
  });

  it('expect the hold-out in control, and nobody in an arm without a share', () => {
    const arms = [
      { arm: 'control', share: 0.5 },
      { arm: 'shown', share: 0.5 },
      { arm: 'later', share: 0 },
    ];
    const process = registered({ experiment: { unit: 'seller', holdOut: 0.2, arms } });
    const { all } = only(split({ control: 60, shown: 40 }), process);
    expect(all.arms.map(({ expected }) => Math.round(expected))).toEqual([60, 40, 0]);
    expect(all).toMatchObject({ status: 'ok', chiSquare: { df: 1 } });
    expect(all.chiSquare?.p).toBeCloseTo(1, 10);
    const odd = only(split({ control: 60, shown: 40, later: 1 }), process).all;
    expect(odd).toMatchObject({ status: 'fail', anytimeP: 0 });
    expect(odd.detail).toContain('1 in arms that nobody is drawn for');
  });

  it('compare every version of an experiment with its own shares', () => {
    const thirds = [
      { arm: 'control', share: 0.25 },
      { arm: 'shown', share: 0.75 },
    ];
    const [process] = processesOf([version(0), version(5, { experiment: { unit: 'seller', arms: thirds } })]);
    const early = split({ control: 100, shown: 100 });
    const late = split({ control: 50, shown: 150 }).map((row) =>
      Object.assign(row, rowOn(6, { sellerId: `late-${row.sellerId}`, assignments: row.assignments ?? {} })),
    );
    expect(only([...early, ...late], process)).toMatchObject({
      all: {
        status: 'ok',
        chiSquare: { statistic: 0, df: 2, p: 1 },
        arms: [{ expected: 150 }, { expected: 250 }],
      },
    });
  });

  it('look into every stratum, and pay for looking', () => {
    const process = registered({ experiment: { ...EXPERIMENT, stratifyBy: 'size' } });
    const rows = [
      ...within('small', { control: 700, shown: 500 }),
      ...within('large', { control: 500, shown: 700 }),
    ];
    const { all, strata } = only(rows, process);
    expect(all.status).toBe('ok');
    expect(strata.map(({ stratum, status }) => [stratum, status])).toEqual([
      ['large', 'fail'],
      ['small', 'fail'],
    ]);
    const near = [
      ...within('small', { control: 553, shown: 447 }),
      ...within('large', { control: 500, shown: 500 }),
    ];
    const [, small] = only(near, process).strata;
    expect(small?.chiSquare?.p).toBeLessThan(0.001);
    expect(only(near.slice(0, 1000), process).strata[0]?.status).toBe('fail');
    expect(small?.status).toBe('ok');
  });

  it('tell those who decided apart from those who were assigned', () => {
    const rows = [
      ...split({ control: 400, shown: 200 }, { chosen: 1 }),
      ...split({ control: 0, shown: 200 }).map((row) => Object.assign(row, { sellerId: `x${row.sellerId}` })),
    ];
    expect(sampleRatios(registered(), rows)[0]?.status).toBe('ok');
    expect(sampleRatios(registered(), rows, 'decided')[0]).toMatchObject({
      status: 'fail',
      among: 'decided',
    });
  });

  it('of what is no experiment, or has no arms in the file, are none; of few units cannot tell', () => {
    expect(sampleRatios(registered(), [rowOn(1)])).toEqual([]);
    const { experiment: _none, ...rollout } = entry({ design: 'rollout' });
    const [process] = processesOf([{ ...version(0), entry: rollout }]);
    expect(sampleRatios(process ?? registered(), split({ control: 9, shown: 1 }))).toEqual([]);
    expect(only(split({ control: 4, shown: 5 })).all).toMatchObject({
      status: 'cannot tell',
      chiSquare: null,
    });
    expect(only(split({ control: 0, shown: 9 })).all.status).toBe('cannot tell');
  });

  it('of what this product assigns are as drawn', () => {
    const process = registered({
      experiment: { unit: 'seller-recommender', arms: EXPERIMENT.arms, holdOut: 0.1 },
    });
    const rows = Array.from({ length: 6000 }, (_, n) => {
      const about = { sellerId: `s${n >> 1}`, recommender: n % 2 === 0 ? 'pricing' : 'stock' };
      const arm = assignmentOf(process, { ...about, recommendationId: 'r', segments: {} }) ?? '';
      return rowOn(1, { ...about, assignments: { reasons: arm } });
    });
    expect(only(rows, process).all.status).toBe('ok');
  });

  it('rarely cry wolf, and find one in five that is lost', () => {
    const runs = Array.from({ length: 20 }, (_, seed) => seed + 1);
    expect(runs.filter((seed) => failed(1, seed))).toEqual([]);
    expect(runs.slice(0, 10).filter((seed) => failed(0.8, seed))).toHaveLength(10);
  });
});

const row = (n: number, arm: string, dose?: number) =>
  rowOn(n, { assignments: { reasons: arm }, processes: dose === undefined ? {} : { reasons: dose } });

describe('exposure checks', () => {
  const process: Process = registered({ startAt: day(3), endAt: day(20) });
  const finding = (rows: readonly RoundRow[], check: string, of = process) =>
    exposureChecks(of, rows).findings.find((each) => each.check === check);

  it('hold assigned against met', () => {
    const rows = [
      row(5, 'control', 0),
      row(5, 'control', 1),
      row(6, 'shown', 1),
      row(7, 'shown', 0),
      row(8, 'shown'),
    ];
    expect(exposureChecks(process, rows).crosstab).toEqual([
      { arm: 'control', exposed: 1, notExposed: 1, notKnown: 0 },
      { arm: 'shown', exposed: 1, notExposed: 1, notKnown: 1 },
    ]);
    expect(finding(rows, 'contamination')).toMatchObject({ status: 'warn', rounds: 1, of: 2 });
    expect(finding(rows, 'non-compliance')).toMatchObject({ status: 'warn', rounds: 1, of: 2 });
    expect(finding(rows, 'not known')).toMatchObject({ status: 'warn', rounds: 1, of: 5 });
    const clean = [row(5, 'control', 0), row(6, 'shown', 0.5)];
    expect(exposureChecks(process, clean).findings.map(({ status }) => status)).toEqual(Array(6).fill('ok'));
  });

  it('find what was met while it did not run', () => {
    expect(finding([row(1, 'shown', 1), row(5, 'shown', 1)], 'before start')).toMatchObject({
      status: 'fail',
      rounds: 1,
      detail: '1 of 2 rounds met it before its start, 2026-01-08T00:00:00.000Z',
    });
    expect(finding([row(5, 'shown', 1), row(20, 'shown', 1)], 'after end')).toMatchObject({
      status: 'fail',
      rounds: 1,
    });
    expect(finding([row(1, 'shown', 0), row(25, 'shown', 0)], 'before start')).toMatchObject({
      status: 'ok',
    });
  });

  it('find a process that starts after all that is known', () => {
    expect(finding([row(1, 'shown', 0), row(2, 'control', 0)], 'starts after the last round')).toMatchObject({
      status: 'fail',
      rounds: 2,
    });
    const numbered = [rowOn(1, { askedAt: null, processes: { reasons: 1 } })];
    expect(exposureChecks(process, numbered).findings.map(({ check }) => check)).toEqual(['not known']);
  });

  it('need no arms', () => {
    const { crosstab, findings } = exposureChecks(process, [rowOn(5, { processes: { reasons: 1 } })]);
    expect(crosstab).toEqual([]);
    expect(findings.every(({ status }) => status === 'ok')).toBe(true);
  });
});
