import { describe, expect, it } from 'vitest';
import { OPTIONS, usage } from '../../bin/commands/plan.ts';
import { trust } from './trust.ts';

describe('trust plan', () => {
  it('prints a table of both ways of ending', () => {
    const { exitCode, stdout, stderr } = trust('plan', '--effect', '0.2', '--response-rate', '0.15');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^fixed end +770 +5,128 +10,256 +855 +12 /m);
    expect(stdout).toMatch(/^anytime-valid +1,\d{3} /m);
    expect(stdout).toMatch(/without correction it raises a false alarm in 2\d/);
    expect(Math.max(...stdout.split('\n', 7).map((line) => line.length))).toBeLessThanOrEqual(106);
  });

  it('--json says everything, the prices with source and date too', () => {
    const { stdout } = trust('plan', '--effect', '0.3', '--response-rate', '0.2', '--json');
    const planned: unknown = JSON.parse(stdout);
    expect(planned).toMatchObject({
      smallest: { fixedEnd: { answersPerArm: 342, invitationsPerArm: 1710 } },
      available: null,
    });
    expect(planned).toHaveProperty('prices.0.source', expect.stringMatching(/^https:/));
    expect(planned).toHaveProperty('prices.0.date', expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/));
  });

  it('says what the time there is allows', () => {
    const { stdout } = trust('plan', ...'--effect .2 --response-rate 1 --weeks 26 --per-wave 80'.split(' '));
    expect(stdout).toContain('In 26 waves of 80 there are 1,040 answers an arm: power 90.3 % at a fixed end');
  });

  it('has every option in its help', () => {
    expect(Object.keys(OPTIONS).filter((name) => !usage.includes(`--${name} `))).toEqual([]);
  });

  it.each([
    ['--response-rate .2', '--effect is missing'],
    ['--effect .2', '--response-rate is missing'],
    ['--effect 0 --response-rate .2', '--effect requires a number from 0.0001'],
    ['--effect .2 --response-rate 15', '--response-rate requires a number from 0.001 to 1, got "15"'],
    ['--effect .2 --response-rate .2 --sd -1', '--sd requires'],
    ['--effect .2 --response-rate .2 --power 80', '--power requires a number from 0.5 to 0.999'],
    ['--effect .2 --response-rate .2 --arms 1', '--arms requires a whole number from 2 to 20'],
    ['--effect .2 --response-rate .2 --looks 13', '--looks requires a whole number from 1 to 12'],
    ['--effect .2 --response-rate .2 --wave-days 100', '--wave-days 100 leaves no wave in 12 weeks'],
    ['--effect .2 --response-rate .2 --baseline-correlation 1', '--baseline-correlation requires'],
    ['--effect .2 --response-rate .2 --per-wave 0', '--per-wave requires a whole number'],
    ['--effect .2 --response-rate .2 extra', 'plan takes options only'],
  ])('refuses %s', (options, sentence) => {
    const { exitCode, stderr } = trust('plan', ...options.split(' '));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
