import type { Estimates } from '../../trust/estimates.ts';
import { boolean, number, text, whole } from './column.ts';
import { table, type Measure } from './table.ts';

type Theory = Estimates['theories'][number];

const SCORE = { definition: 'theory-score' } as const;
const THEORY = { range: 'see docs/model.md 6.7' } as const;

export const theoriesTable = table<Theory>({
  name: 'theories',
  what: 'how well each theory of what sellers do explains it',
  rows: ({ theories }) => theories,
  columns: [
    text('theory', 'Name of the theory.', ({ theory }) => theory, THEORY),
    whole('parameter_count', 'Free parameters k.', (row) => row.parameterCount, SCORE),
    number('log_likelihood', 'LL at its maximum.', (row) => row.logLikelihood, { ...SCORE, unit: 'nats' }),
    number('bic', 'By seller: smaller is better.', ({ bic }) => bic, { ...SCORE, unit: 'nats x 2' }),
    number('bic_event', 'By decision: smaller is better.', ({ bicEvent }) => bicEvent, {
      ...SCORE,
      unit: 'nats x 2',
    }),
    number('held_out_log_score', 'Of sellers held out: larger is better.', (row) => row.heldOutLogScore, {
      ...SCORE,
      unit: 'nats a decision',
    }),
    number('time_split_log_score', 'Of later decisions: larger is better.', (row) => row.timeSplitLogScore, {
      ...SCORE,
      unit: 'nats a decision',
    }),
    number('share', 'Of sellers who behave so, in the mixture.', ({ share }) => share, {
      unit: 'share',
      range: '0 to 1',
    }),
    boolean(
      'converged',
      'Whether its maximum was reached.',
      ({ convergence }) => convergence?.converged ?? null,
    ),
    text('reason', 'Why it cannot be told or is weak.', ({ reason }) => reason),
  ],
});

interface TheoryParameter {
  readonly theory: string;
  readonly parameter: string;
  readonly of: string | null;
  readonly value: number | null;
}

export const theoryParametersTable = table<TheoryParameter>({
  name: 'theory_parameters',
  what: 'the parameters of each theory at its maximum',
  rows: ({ theories }) => theories.flatMap(parametersOf),
  columns: [
    text('theory', 'Name of the theory.', ({ theory }) => theory, THEORY),
    text('parameter', 'Name of the parameter as in docs/model.md 6.7.', ({ parameter }) => parameter),
    text('component', 'What it belongs to: a recommender, or a type of seller; null: all.', ({ of }) => of),
    number('value', 'Its value.', ({ value }) => value),
  ],
});

function parametersOf({ theory, parameters }: Theory): TheoryParameter[] {
  return Object.entries(parameters).flatMap(([parameter, value]): TheoryParameter[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([of, inner]) => ({ theory, parameter, of, value: inner }))
      : [{ theory, parameter, of: null, value }],
  );
}

const TESTS = {
  vuong: {
    unit: 'standard deviations',
    meaning: 'z of Vuong, corrected; above 0 favours the first.',
    definition: 'theory-test',
  },
  held_out: {
    unit: 'nats a decision',
    meaning: 'Difference of log scores of sellers held out.',
    definition: 'theory-test',
  },
  time_split: {
    unit: 'nats a decision',
    meaning: 'Difference of log scores of later decisions.',
    definition: 'theory-test',
  },
  margin: {
    unit: 'nats a decision',
    meaning: 'Log score of held-out sellers: the first theory less the next, which reason names.',
    definition: 'theory-test',
  },
} as const satisfies Record<string, Measure>;

interface Test {
  readonly measure: keyof typeof TESTS;
  readonly estimate: number | null;
  readonly lower?: number | null;
  readonly upper?: number | null;
  readonly p?: number | null;
  readonly reason: string | null;
  readonly verdict: Estimates['verdict'];
}

function marginRow(verdict: Estimates['verdict']): Test {
  const { margin, reason } = verdict;
  if (margin === null) return { measure: 'margin', estimate: null, reason, verdict };
  const { theory, next, difference, lower, upper } = margin;
  return {
    measure: 'margin',
    estimate: difference,
    lower,
    upper,
    reason: `${theory} against ${next}, mean log density per event`,
    verdict,
  };
}

export const theoryTestsTable = table<Test>({
  name: 'theory_tests',
  what: 'the tests between theories, and the verdict',
  rows: ({ verdict }) => [
    { measure: 'vuong', ...verdict.vuong, estimate: verdict.vuong.statistic, verdict },
    { measure: 'held_out', ...verdict.heldOut, estimate: verdict.heldOut.difference, verdict },
    { measure: 'time_split', ...verdict.timeSplit, estimate: verdict.timeSplit.difference, verdict },
    marginRow(verdict),
  ],
  measures: TESTS,
  columns: [
    text('preferred', 'The verdict of all tests together.', ({ verdict }) => verdict.preferred),
    text(
      'likelihood',
      'What theories were compared on; null: they were not.',
      ({ verdict }) => verdict.likelihood,
      { range: 'moves, events' },
    ),
    text('measure', 'Which test; see measures.', ({ measure }) => measure, { definition: 'theory-test' }),
    number('estimate', 'Its statistic or difference.', ({ estimate }) => estimate),
    number('lower', 'Lower end of its interval.', ({ lower = null }) => lower, { definition: 'interval' }),
    number('upper', 'Upper end of its interval.', ({ upper = null }) => upper, { definition: 'interval' }),
    number('p', 'p value.', ({ p = null }) => p, { range: '0 to 1' }),
    text('reason', 'What was held against what, or why not.', ({ reason }) => reason),
  ],
});
