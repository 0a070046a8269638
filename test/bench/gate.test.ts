import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCases } from '../../bench/run/cases.ts';
import { boundsSchema, decide, limitOf, verdictOf, type Outcome } from '../../bench/run/gate.ts';
import { summaryOf } from '../../bench/run/summary.ts';

const bounds = boundsSchema.parse(JSON.parse(readFileSync('bench/baseline.json', 'utf8')));
const rounds = (...ratios: readonly number[]) => ratios.map((ratio) => ({ ours: ratio * 2, baseline: 2 }));
const found = (...ratios: readonly number[]): Outcome => ({
  name: 'fit',
  found: summaryOf(rounds(...ratios)),
});

describe('the cases', () => {
  it('that have a bound are there, and those that take Node alone have one', async () => {
    const all = (await allCases()).map((placed) => placed.case);
    expect(all.length).toBeGreaterThan(10);
    const names = all.map(({ name }) => name);
    expect(verdictOf([], bounds, names).lines).toEqual([]);
    const bare = all.filter(({ needs }) => needs === undefined).map(({ name }) => name);
    expect(bare.filter((name) => limitOf(name, bounds) === undefined)).toEqual([]);
  });

  it('are held to a bound above what was recorded', () => {
    for (const { ratio, bound } of Object.values(bounds)) expect(bound).toBeGreaterThan(ratio);
  });
});

describe('the ratio of rounds', () => {
  it('is the median of the ratios of pairs, not the ratio of medians', () => {
    const pairs = [
      { ours: 1, baseline: 10 },
      { ours: 40, baseline: 100 }, // the machine was busy with something else
      { ours: 3, baseline: 10 },
    ];
    expect(summaryOf(pairs)).toMatchObject({ ratio: 0.3, ours: 3, baseline: 10, rounds: 3 });
  });

  it('takes a round', () => expect(() => summaryOf([])).toThrow(RangeError));
});

describe('the gate', () => {
  it('holds a ratio up to its bound', () => {
    expect(decide(found(1, 1, 1), 1, false)).toBe('held');
    expect(decide(found(0.5, 0.6, 9), 1, false)).toBe('held');
  });

  it('refuses a ratio that is beyond it in most rounds, at once', () => {
    expect(decide(found(1.2, 1.3, 1.4, 1.5), 1, false)).toBe('beyond');
  });

  it('asks for more rounds where some are within, and then goes by the median', () => {
    const noisy = found(0.8, 0.9, 1.1, 1.2, 1.3);
    expect(decide(noisy, 1, false)).toBe('again');
    expect(decide(noisy, 1, true)).toBe('beyond');
    expect(decide(found(0.8, 0.9, 0.95, 1.2, 1.3), 1, true)).toBe('held');
  });

  it('insists on every case that takes Node alone, and on its bound', () => {
    expect(decide({ name: 'fit', found: 'failed: no engine' }, 1, true)).toBe('absent');
    expect(decide({ name: 'fit', needs: 'numba', found: 'not here' }, 1, true)).toBe('not here');
    expect(decide(found(1), undefined, true)).toBe('unbounded');
    expect(decide({ ...found(1), needs: 'numba' }, undefined, true)).toBe('held');
  });

  it('lends a case without a bound that of its family', () => {
    const [own, family] = [
      { ratio: 1, bound: 2 },
      { ratio: 1, bound: 3 },
    ];
    const limits = { 'cold-start': family, 'cold-start-fit': own };
    expect(limitOf('cold-start-fit', limits)).toBe(own);
    expect(limitOf('cold-start-new', limits)).toBe(family);
    expect(limitOf('cold', limits)).toBeUndefined();
  });

  it.each([0, Number.NaN])('takes a ratio of %s for one that was not measured', (ratio) => {
    expect(decide(found(ratio, ratio, ratio), 1, true)).toBe('absent');
  });

  it('names each case that fails, with what was found and what is allowed', () => {
    const limits = {
      fit: { ratio: 0.7, bound: 1 },
      synth: { ratio: 2, bound: 3 },
      old: { ratio: 1, bound: 2 },
    };
    const outcomes = [found(2, 2, 2), { name: 'synth', found: 'failed: no tsx' }];
    const { passed, lines } = verdictOf(outcomes, limits, ['fit', 'synth']);
    expect(passed).toBe(false);
    expect(lines[0]).toBe('fit: ratio 2.00 (quartiles 2.00 to 2.00 of 3 rounds); bound 1, recorded 0.7');
    expect(lines[1]).toBe('synth: failed: no tsx');
    expect(lines[2]).toContain('old: has a bound and is no case');
    expect(lines).toHaveLength(3);
  });

  it('passes where every ratio is within its bound', () => {
    expect(verdictOf([found(0.5)], { fit: { ratio: 0.7, bound: 1 } }, ['fit'])).toEqual({
      passed: true,
      lines: [],
    });
  });
});
