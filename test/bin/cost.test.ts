import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OPTIONS, run, usage } from '../../bin/commands/cost.ts';
import { UsageError } from '../../bin/command.ts';
import { costTable, limitTable, scaleTable } from '../../bin/cost/tables.ts';
import { readSettings } from '../../bin/settings.ts';
import { PRICED } from '../../lib/cost/prices.ts';
import { pricedStage } from '../../lib/infra/priced-stage.ts';
import { trust } from './trust.ts';

const stage = pricedStage(readSettings('prod'));

afterEach(() => vi.restoreAllMocks());

describe('trust cost', () => {
  it('prints a month by service, what drives it and what it rests on', () => {
    const { exitCode, stdout, stderr } = trust('cost', '--sellers', '10000', '--waves', '4');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^DynamoDB +write units +[\d,]{7} +\$0.625\/M +0\.\d\d$/m);
    expect(stdout).toMatch(/^together +1\d\.\d\d +1\d\.\d\d$/m);
    expect(stdout).toMatch(/^\$0\.00\d+ an answer \(3,3\d\d a month\)/m);
    expect(stdout).toContain('List prices of 20');
    expect(stdout).toContain('Nothing is near a limit');
  });

  it('--json has lines, drivers, limits and prices; what is beyond a limit is said', async () => {
    const told = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const options = '--sellers 50000000 --settings config/local.json --nights'.split(' ');
    expect(await run([...options, '--json'])).toBe(0);
    expect(JSON.parse(String(told.mock.lastCall?.[0]))).toMatchObject({
      usage: { sellers: 50_000_000 },
      stage: {
        delivery: 'mail',
        analysesAMonth: 52 / 12,
        nightsAMonth: expect.closeTo(30.4375 - 52 / 12, 9),
      },
      priced: { region: 'us-east-1' },
      prices: { mails: { usd: 0.1, per: 1000 } },
      limits: expect.arrayContaining([expect.objectContaining({ limit: 'a snapshot worker, 15 minutes' })]),
    });
    await run(options);
    expect(told.mock.lastCall?.[0]).toMatch(
      /^ {2}a snapshot worker, 15 minutes: [\d.]+ times what there is; lower/m,
    );
  });

  it('has every option in its help', () => {
    expect(Object.keys(OPTIONS).filter((name) => !usage.includes(`--${name} `))).toEqual([]);
  });

  it.each([
    ['', '--sellers is missing'],
    ['--sellers -5', '--sellers requires a whole number from 0 to 1000000000, got "-5"'],
    ['--sellers many', '--sellers requires a whole number'],
    ['--sellers 5 --waves 40', '--waves requires a number from 0 to 31'],
    ['--sellers 5 --answer-rate .9', '--answer-rate requires a number from 0 to 0.4'],
    ['--sellers 5 --settings config/none.json', 'cannot read config/none.json'],
    ['--sellers 5 --settings package.json', 'unknown key'],
    ['--sellers 5 --sellrs 4', 'did you mean --sellers?'],
    ['--sellers 5 extra', 'cost takes options only'],
  ])('refuses %j', async (options, sentence) => {
    const refused = await run(options.split(' ').filter(Boolean)).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused).toHaveProperty('message', expect.stringContaining(sentence));
  });
});

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** Another table: `npx tsx bench/scale.ts tables` prints it. */
it("README's table of costs is what trust cost says, at prices of the day it names", () => {
  expect(read('README.md')).toContain(`\n${costTable(stage, [10_000, 1_000_000])}\n`);
  expect(read('README.md')).toContain(PRICED.date);
});

it('the tables of docs/scale.md are those of the model', () => {
  expect(read('docs/scale.md')).toContain(`\n${scaleTable(stage)}\n`);
  expect(read('docs/scale.md')).toContain(`\n${limitTable(stage)}\n`);
});
