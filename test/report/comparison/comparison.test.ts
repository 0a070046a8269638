import { describe, expect, it, test } from 'vitest';
import { compareReports, type Change } from '../../../lib/report/comparison/comparison.ts';
import { comparisonWords } from '../../../lib/report/comparison/comparison-words.ts';
import { suppressSmallGroups } from '../../../lib/report/suppression.ts';
import type { Estimates } from '../../../lib/trust/estimates.ts';
import { estimates } from '../fixture.ts';
import { METHODS, NEXT_WEEK, reportFolder } from './folder.ts';

const BEFORE = reportFolder();
const compared = (changed: Partial<Estimates>, methods: object | null = METHODS) =>
  compareReports(BEFORE, reportFolder(changed, methods, NEXT_WEEK));
const found = (changed: Partial<Estimates>, methods?: object | null): readonly Change[] =>
  compared(changed, methods).changes;
const golden = estimates();

test('the same report has not changed, and says that nothing did', () => {
  const same = compareReports(BEFORE, BEFORE);
  expect(same.changes).toEqual([]);
  for (const { what, before, after } of same.headline) expect([what, after]).toEqual([what, before]);
  expect(comparisonWords(same)[0]).toMatch(/nothing changed in data, method, wording or processes$/);
});

describe('data', () => {
  it('rounds read, rounds refused', () => {
    const input = { ...golden.input, rows: golden.input.rows + 1200, rejected: 13, sha256: 'other' };
    expect(found({ input })).toEqual([
      {
        kind: 'data',
        what: expect.stringMatching(/^Rounds read: .* before, .* now \(\+1\u202f200\)\.$/) as string,
      },
      {
        kind: 'data',
        what: expect.stringMatching(/^Rows that could not be read: 3 \(.*\) before, 13 \(/) as string,
      },
    ]);
  });

  it('fewer rounds, and rounds that were exchanged', () => {
    const fewer = { ...golden.input, rows: golden.input.rows - 5, sha256: 'other' };
    expect(found({ input: fewer })[0]?.what).toMatch(/\(−5\): some were erased/);
    expect(found({ input: { ...golden.input, sha256: 'other' } })[0]?.what).toMatch(/^As many rounds/);
  });

  it('sellers, and recommenders that came or went', () => {
    const { pricing, ...others } = golden.trust.byRecommender;
    if (pricing === undefined) throw new RangeError('the golden marketplace prices');
    const byRecommender = { ...others, assortment: { ...pricing, n: 30 } };
    const changes = found({ trust: { ...golden.trust, byRecommender } });
    expect(changes.map(({ what }) => what)).toEqual([
      'A new recommender: assortment.',
      'No longer a recommender: pricing.',
    ]);
    const more = { ...others, pricing: { ...pricing, n: pricing.n + 7 } };
    expect(found({ trust: { ...golden.trust, byRecommender: more } })).toEqual([
      {
        kind: 'data',
        what: `Sellers whose trust is told: pricing ${pricing.n} before, ${pricing.n + 7} now.`,
      },
    ]);
  });

  it('answers and suspects', () => {
    const response = { ...golden.response, asked: 1000, answered: 250 };
    expect(found({ response })[0]?.what).toMatch(/25\.0\s% of 1\s000 answered now\.$/);
    const withoutSuspects = { ...golden.trust.withoutSuspects, answers: 99 };
    expect(found({ trust: { ...golden.trust, withoutSuspects } })[0]?.what).toMatch(/a robot.* 99 now/);
  });

  it('facts that came late: closed periods with other sellers, and by how much their mean moved', () => {
    const [first] = golden.evolution;
    if (first?.mean == null) throw new RangeError('the golden marketplace has weeks');
    const [late, open] = [
      { ...first, sellers: first.sellers + 5, mean: first.mean + 0.012 },
      golden.evolution.at(-1),
    ];
    const evolution = golden.evolution.map((cell) => (cell === first ? late : cell));
    expect(found({ evolution }).map(({ what }) => what)).toEqual([
      expect.stringMatching(/^In 1 of \d+ closed periods .*\(facts came late\): .*\(\+0\.012\)\.$/),
    ]);
    const few = golden.evolution.map((cell) =>
      cell === first ? { ...late, sellers: first.sellers - 1 } : cell,
    );
    const [erased] = found({ evolution: few }); // her trust would be the difference of the two sums
    expect(erased?.what).toMatch(/sellers before, \d+ now\.$/);
    expect(open?.period).toBe('2026-W46'); // open at the cut of the report before: its growth is no late fact
    const grown = golden.evolution.map((cell) =>
      cell === open ? { ...cell, sellers: cell.sellers + 4 } : cell,
    );
    expect(found({ evolution: grown })).toEqual([]);
  });

  it('the past told anew goes with the data, or with the method where that changed', () => {
    const evolution = golden.evolution.map((cell) => ({ ...cell, mean: cell.mean && cell.mean + 0.003 }));
    expect(found({ evolution })).toMatchObject([{ kind: 'data' }]);
    const both = found({ evolution, codeVersion: '9.9.9' });
    expect(both.map(({ kind }) => kind)).toEqual(['method', 'method']);
    expect(both[1]?.what).toContain('at most 0.003 (');
  });
});

describe('method', () => {
  it.each([
    ['code', { codeVersion: '9.9.9' }, {}, /^Code version: .* before, 9\.9\.9 now\.$/],
    ['seed', { seed: 7 }, {}, /^Seed: 1 before, 7 now\.$/],
    [
      'estimator',
      { dynamics: golden.dynamics.map((each) => Object.assign({ ...each }, { estimator: 'qd' as const })) },
      {},
      /^Estimator: .* before, qd now\.$/,
    ],
    [
      'reference gap',
      { dynamics: golden.dynamics.map((each) => Object.assign({ ...each }, { referenceGap: 0.5 })) },
      {},
      /^Reference gap.*0\.5 now\.$/,
    ],
    [
      'settings',
      {},
      { settings: { ...METHODS.settings, smallestChange: 0.1 } },
      /^Smallest change.*none before, 0\.1 now/,
    ],
    [
      'direction',
      {},
      { settings: { ...METHODS.settings, directions: { pricing: 'up' } } },
      /pricing down before, pricing up now/,
    ],
    ['processor', {}, { runtime: { node: 24, arch: 'x64' } }, /^Kind of processor: arm64 before, x64 now/],
    [
      'word',
      {},
      { definitions: { fidelity: 2, placebo: 1 } },
      /fidelity version 1 before, 2 now; trust is gone; placebo is new/,
    ],
    ['model', {}, { models: { kf: 2 } }, /^Models of another version: kf/],
  ])('%s', (_name, changed: Partial<Estimates>, methods, expected) => {
    const changes = found(changed, { ...METHODS, ...methods });
    expect(changes).toMatchObject([{ kind: 'method', what: expect.stringMatching(expected) as string }]);
  });

  it('a gap that the series froze is none', () => {
    const settings = { ...METHODS.settings, scale: 'log', referenceGap: 0.07 };
    expect(found({}, { ...METHODS, settings })).toEqual([]);
  });
});

describe('wording', () => {
  it('another version, a new question, one that is not asked', () => {
    const wording = { trust: ['trust@2', 'trust@3'], ability: ['ability-right@1'] };
    expect(found({}, { ...METHODS, wording })).toEqual([
      { kind: 'wording', what: 'First answers to the question ability (ability-right@1).' },
      {
        kind: 'wording',
        what: 'The question trust has answers in other words, trust@3 beside trust@1; trust@2: their means are not joined.',
      },
      { kind: 'wording', what: 'No answers any more in the words of trust@1.' },
    ]);
  });

  it('is read from the answers where there are no methods yet', () => {
    const statedEvolution = golden.statedEvolution.map((cell) => ({ ...cell, item: 'trust@9' }));
    const after = reportFolder({ statedEvolution }, null, NEXT_WEEK);
    const kinds = compareReports(reportFolder({}, null), after).changes.map(({ kind }) => kind);
    expect(kinds).toContain('wording');
  });
});

describe('process', () => {
  const [first, ...others] = golden.processes;
  if (first === undefined) throw new RangeError('the golden marketplace has processes');
  const withFirst = (changed: Partial<typeof first>) =>
    found({ processes: [{ ...first, ...changed }, ...others] });

  it('registered, started, ended, changed, no longer there', () => {
    const added = { ...first, process: 'training', name: 'Training', startsAt: '2026-11-18T00:00:00.000Z' };
    expect(found({ processes: [...golden.processes, added] }).map(({ what }) => what)).toEqual([
      expect.stringMatching(/^Training \(.*\) is registered/),
      'Training started on 2026-11-18.',
    ]);
    expect(withFirst({ endsAt: '2026-11-20T00:00:00.000Z' }).map(({ what }) => what)).toEqual([
      `The end of ${first.process} was changed: none before, 2026-11-20 now.`,
      `${capital(first.process)} ended on 2026-11-20.`,
    ]);
    expect(found({ processes: others })).toEqual([
      { kind: 'process', what: `${capital(first.process)} is registered no longer.` },
    ]);
    expect(withFirst({ name: 'Praise' })[0]?.what).toMatch(/^The name of Praise was changed/);
  });

  it('an effect that is told now, or no longer', () => {
    const told = first.effective === 'cannot tell' ? 'builds trust' : 'cannot tell';
    const [change, ...more] = withFirst({ effective: told });
    expect(more).toEqual([]);
    expect(change?.what).toMatch(told === 'cannot tell' ? /told no longer/ : /could not be told before/);
  });

  it('an entry that nothing else tells', () => {
    const registry = { processes: 2, sha256: 'bb' };
    expect(found({}, { ...METHODS, registry })).toMatchObject([{ kind: 'process' }]);
  });
});

describe('reports that cannot be compared say why', () => {
  it.each([
    [new Map<string, string>(), /is not kept any more/],
    [new Map([['estimates.json', '{']]), /are not as expected/],
    [new Map([['estimates.json', '{"asOf":1}']]), /are not as expected: asOf/],
    [
      new Map([
        ['estimates.json', JSON.stringify(golden)],
        ['methods.json', '[]'],
      ]),
      /methods of .* are not/,
    ],
  ])('%#', (files, why) => {
    const { unreadable, changes, headline } = compareReports({ ...BEFORE, files }, BEFORE);
    expect(unreadable).toMatch(why);
    expect([changes, headline]).toEqual([[], []]);
    expect(comparisonWords(compareReports({ ...BEFORE, files }, BEFORE)).join('\n')).toMatch(why);
  });
});

test('what people quote stands before and after', () => {
  const overall = { ...golden.trust.overall, estimate: 0.7, lower: 0.65, upper: 0.75 };
  const verdict = { ...golden.verdict, preferred: 'level-k' as const };
  const { headline } = compared({ trust: { ...golden.trust, overall }, verdict });
  const changed = headline.filter(({ before, after }) => before !== after);
  expect(changed.map(({ what }) => what)).toEqual(['Trust, all together', 'Theory that explains best']);
  expect(changed[0]?.after).toMatch(/^0\.70 \(0\.65 to 0\.75; n /);
});

test('a change of a few sellers is not to be had by subtraction, nor from the comparison', () => {
  const since = {
    report: { period: '2026-W46', asOf: '2026-11-15T12:00:00.000Z', permalink: 'reports/demo/2026-W46/0' },
    overall: change(93),
    byRecommender: {
      a: { ...change(3), estimate: null, lower: null, upper: null },
      b: change(40),
      c: change(50),
    },
    newcomers: 0,
  };
  const { since: shown } = suppressSmallGroups({ ...golden, since });
  const told = Object.values(shown?.byRecommender ?? {}).map(({ estimate }) => estimate !== null);
  expect(told).toEqual([false, false, true]);
  expect(shown?.byRecommender['b']).toMatchObject({ lower: null, anytime: { lower: null } });
  expect(shown?.overall.estimate).toBe(0.02);
});

const quantityOf = (n: number) => ({ estimate: 0.02, lower: 0.01, upper: 0.03, se: 0.005, n, reason: null });

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

const change = (n: number) => ({
  ...quantityOf(n),
  anytime: { lower: 0.01, upper: 0.03, reason: null },
});
