import type { Estimates } from '../../trust/estimates.ts';
import type { Repeated } from '../../trust/quantity-schema.ts';
import { number, quantityColumns, text, whole } from './column.ts';
import { table } from './table.ts';

type Process = Estimates['processes'][number];

const TOGETHER = { unit: 'trust factor', definition: 'familywise' } as const;
const SILENCE = { unit: 'weight of advice', definition: 'silence' } as const;
const PROCESS = 'Name of the process in the registry.';

export const processesTable = table<Process>({
  name: 'processes',
  what: 'each process, its verdict and what silence could change of it',
  rows: ({ processes }) => processes,
  columns: [
    text('process', PROCESS, ({ process }) => process),
    text('name', 'Its title; null: none.', ({ name }) => name),
    text('kind', 'What kind of practice it is.', ({ kind }) => kind),
    text('design', 'How it came to sellers.', ({ design }) => design, {
      range: 'experiment, rollout, observational',
    }),
    text('starts_at', 'Instant; null: nobody said.', ({ startsAt }) => startsAt, { unit: 'RFC 3339' }),
    text('ends_at', 'Instant; null: it goes on.', ({ endsAt }) => endsAt, { unit: 'RFC 3339' }),
    text(
      'recommenders',
      'Those it is meant for, with commas between; null: all.',
      (row) => row.recommenders?.join(', ') ?? null,
    ),
    whole('rows', 'Rounds of its effect.', ({ n }) => n, { definition: 'round' }),
    whole('sellers', 'Sellers of its effect.', ({ clusters }) => clusters),
    text('effective', 'Its verdict.', ({ effective }) => effective, {
      range: 'builds trust, breaks trust, cannot tell',
      definition: 'familywise',
    }),
    number(
      'familywise_lower',
      'Lower end for all processes together.',
      ({ familywise }) => familywise.lower,
      TOGETHER,
    ),
    number(
      'familywise_upper',
      'Upper end for all processes together.',
      ({ familywise }) => familywise.upper,
      TOGETHER,
    ),
    number(
      'silent_share',
      'Share of rounds without a decision; null: none.',
      ({ silence }) => silence?.share ?? null,
      { unit: 'share', range: '0 to 1', definition: 'silence' },
    ),
    number(
      'silence_lower',
      'Least difference whatever the silent would have done.',
      ({ silence }) => silence?.lower ?? null,
      SILENCE,
    ),
    number('silence_upper', 'Largest.', ({ silence }) => silence?.upper ?? null, SILENCE),
    number(
      'tipping_shift',
      'Of the silent under the process, at which the interval reaches 0.',
      ({ silence }) => silence?.tippingShift ?? null,
      SILENCE,
    ),
  ],
});

interface Row {
  readonly process: string;
  readonly role: 'effect' | 'estimator' | 'outcome';
  readonly outcome: string;
  readonly unit: string;
  readonly estimator: string | null;
  readonly estimand: string | null;
  readonly rows: number;
  readonly refused: string | null;
  readonly effect: Repeated;
}

export const processEffectsTable = table<Row>({
  name: 'process_effects',
  what: 'what each process does to trust, by every estimator, and to other outcomes',
  rows: ({ processes }) => processes.flatMap(effectsOf),
  columns: [
    text('process', PROCESS, ({ process }) => process),
    text(
      'role',
      'effect: the one of the process. estimator: one estimator beside the others. outcome: on another outcome than trust.',
      ({ role }) => role,
      { range: 'effect, estimator, outcome' },
    ),
    text('outcome', 'What it may have moved.', ({ outcome }) => outcome, {
      range: 'trust, calibration, following, closeness, shown, stated, result',
    }),
    text('unit', 'Unit of the numbers of the row.', ({ unit }) => unit),
    text(
      'estimator',
      'By which the number came about; null: that of the design.',
      ({ estimator }) => estimator,
    ),
    text(
      'estimand',
      'What the number is an estimate of; null: as that of the estimator.',
      ({ estimand }) => estimand,
      { definition: 'effect' },
    ),
    whole('rows', 'Rounds it rests on.', ({ rows }) => rows, { definition: 'round' }),
    text(
      'refused',
      'Why the estimator refused, a name of docs/processes.md; null: it did not.',
      ({ refused }) => refused,
    ),
    ...quantityColumns<Row>(({ effect }) => effect),
  ],
});

function effectsOf(row: Process): Row[] {
  const { process, effect, anytime, n, estimand } = row;
  const onTrust = { process, outcome: 'trust', unit: 'trust factor' };
  return [
    {
      ...onTrust,
      role: 'effect',
      estimator: null,
      estimand,
      rows: n,
      refused: null,
      effect: { ...effect, anytime },
    },
    ...row.estimators.map((each) => ({
      ...onTrust,
      role: 'estimator' as const,
      ...told(each),
      estimand: each.estimand,
    })),
    ...row.outcomes.map((each) => ({
      process,
      role: 'outcome' as const,
      outcome: each.outcome,
      unit: each.unit,
      ...told(each),
      estimand: null,
    })),
  ];
}

const told = ({
  estimator,
  rows,
  refused,
  effect,
}: Process['outcomes'][number] | Process['estimators'][number]) => ({
  estimator,
  rows,
  refused,
  effect,
});

type Investment = Estimates['investments'][number];

const GAIN = { unit: 'trust factor', definition: 'investment' } as const;
const VALUE = { unit: 'trust factor per money', definition: 'investment' } as const;

export const investmentsTable = table<Investment>({
  name: 'investments',
  what: 'where the next unit of money gives most trust',
  rows: ({ investments }) => investments,
  columns: [
    whole('rank', '1 is first; null: without one.', ({ rank }) => rank, { range: '1 or more' }),
    text('process', PROCESS, ({ process }) => process),
    number('cost_per_unit', 'Cost of a seller or round, as the registry says.', (row) => row.costPerUnit, {
      unit: 'money',
      range: '0 or more',
    }),
    number('reach', 'Sellers or rounds of the last 13 periods, as the cost is per.', ({ reach }) => reach, {
      range: '0 or more',
    }),
    number('gain', 'Trust it adds, drawn towards none.', (row) => row.gainPerUnit.estimate, GAIN),
    number('gain_lower', 'Lower end of its interval.', (row) => row.gainPerUnit.lower, GAIN),
    number('gain_upper', 'Upper end of its interval.', (row) => row.gainPerUnit.upper, GAIN),
    number('value_per_cost', 'Trust per unit of money.', (row) => row.valuePerCost?.estimate ?? null, VALUE),
    number(
      'value_per_cost_lower',
      'Lower end of its interval.',
      (row) => row.valuePerCost?.lower ?? null,
      VALUE,
    ),
    number(
      'value_per_cost_upper',
      'Upper end of its interval.',
      (row) => row.valuePerCost?.upper ?? null,
      VALUE,
    ),
    number(
      'probability_best',
      'That it gives most per unit of money, and more than nothing.',
      (row) => row.probabilityBest,
      { unit: 'probability', range: '0 to 1', definition: 'investment' },
    ),
    number(
      'next_experiment_sellers',
      'Sellers of the experiment to run next.',
      (row) => row.nextExperiment?.sellers ?? null,
      { unit: 'sellers', range: '0 or more' },
    ),
    number(
      'value_of_information',
      'Expected value of that experiment.',
      (row) => row.nextExperiment?.valueOfInformation ?? null,
      { unit: 'trust factor x reach', range: '0 or more', definition: 'investment' },
    ),
    whole('next_experiment_rank', '1 is first.', (row) => row.nextExperiment?.rank ?? null, {
      range: '1 or more',
    }),
    text('reason', 'Why it cannot be told or is weak.', ({ reason }) => reason),
  ],
});
