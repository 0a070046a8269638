import { describe, expect, it } from 'vitest';
import { occurrences } from '../../lib/infra/occurrences.ts';

describe('how often a schedule starts', () => {
  it.each([
    ['cron(0 2 ? * MON *)', 52.25, 7],
    ['cron(0 2 * * ? *)', 365.25, 1],
    ['cron(0/15 8-17 ? * 2-6 *)', 10_440, 3],
    ['cron(0 9 ? 2,5,8,11 2#1 *)', 4, 98],
    ['cron(30 6 L * ? *)', 12, 31],
    ['cron(30 6 1W * ? *)', 12, 33],
    ['cron(0 5 ? * 6L *)', 12, 35],
    ['cron(0 5 1,15 JAN-MAR ? *)', 6, 292],
    ['cron(0 0,12 1/10 * ? 2026)', 86, 10],
  ])('%s', (expression, aYear, longestGap) => {
    const found = occurrences(expression);
    expect(found.aYear).toBeGreaterThan(aYear * 0.99);
    expect(found.aYear).toBeLessThan(aYear * 1.01);
    expect(found.longestGap).toBe(longestGap);
  });

  it.each(['rate(1 day)', 'cron(0 2 * *)', ''])('refuses %j', (expression) => {
    expect(() => occurrences(expression)).toThrow('requires cron(...) of six fields');
  });
});
