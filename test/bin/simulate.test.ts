import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usage } from '../../bin/commands/simulate.ts';
import { UsageError } from '../../bin/command.ts';
import { readSimulation, SIMULATION_OPTIONS, type SimulationValues } from '../../bin/simulation-options.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'simulate-'));

const EVERYTHING = [
  '--theory mixture --sellers 30 --rounds 8 --recommenders 2 --seed 5 --buttons --weight-noise .1 --lapse .1',
  '--gap-slope .1 --reference-gap .4 --asymmetry .1 --gain .1 --drift .02 --noise .05 --delta .1 --bias .1',
  '--initial-mean .4 --initial-sd .1 --shares TE=.8,BAB=.2 --process reasons=.1 --process sham=0',
  '--process-share .4 --process-from 3 --prior-noise .05 --responses none=.1,dismiss=.2 --missing-outcomes .1',
  '--unseen-outcomes .1 --unseen-sellers .1 --survivors .1 --survivors-only --one-sided',
  '--repeat-plans .3 --common-information .2 --jitter .05 --log-forecast --margin 2 --underage 4 --overage 1',
]
  .join(' ')
  .split(' ');

function files(name: string): Record<string, string> {
  const out = join(folder, name);
  const { exitCode, stderr } = trust('simulate', ...EVERYTHING, '--out', join(out, 'rounds.csv'));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return Object.fromEntries(readdirSync(out).map((file) => [file, readFileSync(join(out, file), 'utf8')]));
}

describe('trust simulate', () => {
  it('with every option there is writes the same bytes for the same seed', () => {
    const once = files('once');
    expect(Object.keys(once).sort()).toEqual(['rounds.csv', 'truth-sellers.csv', 'truth.json']);
    expect(files('again')).toEqual(once);
    expect(JSON.parse(once['truth.json'] ?? '')).toMatchObject({
      processes: [{ process: 'reasons', effect: 0.1, from: 3 }, { process: 'sham' }],
      conditions: { priorNoiseSd: 0.05, oneSided: true, survivors: { leaveBelow: 0.1, only: true } },
    });
  });

  it('this test gives every option there is', () => {
    const given = new Set(EVERYTHING.filter((word) => word.startsWith('--')).map((word) => word.slice(2)));
    expect(Object.keys(SIMULATION_OPTIONS).filter((name) => !given.has(name) && name !== 'loss')).toEqual([]);
  });

  it('what it writes can be analysed', () => {
    const out = join(folder, 'once');
    const { exitCode, stderr } = trust('analyze', join(out, 'rounds.csv'), '--out', join(out, 'analysis'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('has every option in its help', () => {
    expect(Object.keys(SIMULATION_OPTIONS).filter((name) => !new RegExp(`--${name}\\b`).test(usage))).toEqual(
      [],
    );
  });

  it('takes a negative value as it is typed', () => {
    const out = join(folder, 'negative');
    const options = '--theory trust-embedded --sellers 2 --rounds 2 --bias -0.2 --gap-slope -.1'.split(' ');
    expect(trust('simulate', ...options, '--out', join(out, 'rounds.csv'))).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(out, 'truth.json'), 'utf8')).toContain('"bias": -0.2');
  });

  it('says plainly that nobody is left', () => {
    const { exitCode, stderr } = trust(
      'simulate',
      ...'--theory trust-embedded --sellers 5 --survivors 1 --survivors-only --out x.csv'.split(' '),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--survivors 1: every seller leaves');
  });
});

const given = (values: SimulationValues) => () => readSimulation({ theory: 'trust-embedded', ...values });

describe('an option out of range is refused by name', () => {
  it.each<[SimulationValues, string]>([
    [{ theory: 'trust' }, '--theory requires one of trust-embedded, level-k, babbling, mixture, got "trust"'],
    [{ sellers: '0' }, '--sellers requires a whole number from 1'],
    [{ seed: '1.5' }, '--seed requires a whole number'],
    [{ seed: '5000000000' }, '--seed requires a whole number'],
    [{ sellers: '1000000', rounds: '10' }, '10000000 rounds are more than fit in memory'],
    [{ gain: '1.2' }, '--gain requires a number from 0 to 1'],
    [{ gain: '.3', asymmetry: '.8' }, '--asymmetry requires a number from -0.3 to 0.7, got ".8"'],
    [{ loss: '.3', asymmetry: '.1' }, 'give --loss or --asymmetry, not both'],
    [{ 'reference-gap': '0' }, '--reference-gap requires a number from 0.001'],
    [{ 'prior-noise': '-1' }, '--prior-noise requires a number from 0 to 10'],
    [{ 'missing-outcomes': '2' }, '--missing-outcomes requires a number from 0 to 1'],
    [{ 'unseen-outcomes': 'x' }, '--unseen-outcomes requires a number from 0 to 1, got "x"'],
    [{ 'unseen-sellers': '-.1' }, '--unseen-sellers requires a number from 0 to 1'],
    [{ survivors: '2' }, '--survivors requires a number from 0 to 1'],
    [{ 'survivors-only': true }, '--survivors-only requires --survivors'],
    [{ 'weight-noise': '.1' }, '--weight-noise requires --buttons'],
    [{ lapse: '.1' }, '--lapse requires --buttons'],
    [{ buttons: true, lapse: '1.1' }, '--lapse requires a number from 0 to 1'],
    [
      { responses: '.1' },
      '--responses requires a name, = and a number, such as none=0.1,dismiss=0.2; got ".1"',
    ],
    [{ responses: 'accept=.1' }, '--responses requires one of none, dismiss, got "accept"'],
    [{ responses: 'none=1.1' }, '--responses requires a number from 0 to 1'],
    [{ responses: 'dismiss=.1' }, 'dismiss=… requires --buttons'],
    [{ process: ['reasons'] }, '--process requires a name, = and a number'],
    [{ process: ['reasons=2'] }, '--process requires a number from -1 to 1'],
    [{ process: ['a b=.1'] }, '--process requires a name of letters'],
    [{ process: ['a=.1', 'a=.2'] }, '--process a is given twice'],
    [{ process: ['a=.1'], 'process-from': '21' }, '--process-from requires a whole number from 1 to 20'],
    [{ 'process-share': '.5' }, '--process-share requires --process'],
    [{ theory: 'babbling', process: ['a=.1'] }, '--process is about trust'],
    [{ theory: 'level-k', survivors: '.1' }, '--survivors is about trust'],
    [{ underage: '4' }, '--underage and --overage go together'],
    [{ underage: '0', overage: '1' }, '--underage requires a number from'],
    [{ margin: '-1' }, '--margin requires a number from'],
    [{ jitter: '-.1' }, '--jitter requires a number from 0 to 10'],
    [{ 'repeat-plans': '2' }, '--repeat-plans requires a number from 0 to 1'],
    [{ 'common-information': '3' }, '--common-information requires a number from -1 to 1'],
    [{ shares: 'TE=.5' }, '--shares requires shares that add up to 1, got 0.5'],
    [{ shares: 'XX=1' }, '--shares requires one of TE'],
  ])('%o', (values, sentence) => {
    expect(given(values)).toThrow(UsageError);
    expect(given(values)).toThrow(sentence);
  });
});
