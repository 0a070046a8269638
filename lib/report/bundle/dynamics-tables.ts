import type { Estimates } from '../../trust/estimates.ts';
import type { Parameter } from '../../trust/quantity-schema.ts';
import { number, text, whole } from './column.ts';
import { measuredColumns, type Measured } from './measured.ts';
import { table, type Measure } from './table.ts';

type Dynamics = Estimates['dynamics'][number];

const SHARE = { unit: 'share of the distance', range: '0 to 1', definition: 'gain-loss' } as const;
const WEIGHT = { unit: 'trust factor', definition: 'law' } as const;

const MEASURES = {
  initialMean: { ...WEIGHT, meaning: 'mu0: mean trust before any outcome.' },
  initialSd: { ...WEIGHT, range: '0 or more', meaning: 'tau0: spread of sellers before any outcome.' },
  gain: { ...SHARE, meaning: 'Share of the distance to 1 that one outcome of fidelity +1 closes.' },
  loss: { ...SHARE, meaning: 'Share of the distance to 0 that one outcome of fidelity -1 closes.' },
  asymmetry: { ...SHARE, range: '-1 to 1', meaning: 'loss - gain.' },
  driftSd: {
    ...WEIGHT,
    range: '0 or more',
    meaning: 'q: spread of trust by an outcome beside its fidelity.',
  },
  noiseSd: { unit: 'of the scale', range: '0 or more', meaning: 'se: noise of a choice.', definition: 'law' },
  weightNoiseSd: { ...WEIGHT, range: '0 or more', meaning: 'Noise of the weight in one choice.' },
  lapse: {
    unit: 'share',
    range: '0 to 1',
    meaning: 'Choices by button that no trust explains.',
    definition: 'law',
  },
  gapSlope: {
    unit: 'trust factor per factor e of the gap',
    meaning: 'bg: trust at larger gaps.',
    definition: 'law',
  },
  placebo_gain: { ...SHARE, meaning: 'gain on outcomes that were never shown.', definition: 'placebo' },
  placebo_loss: { ...SHARE, meaning: 'loss on outcomes that were never shown.', definition: 'placebo' },
  gain_less_placebo: {
    ...SHARE,
    range: '-1 to 1',
    meaning: 'gain less that of the placebo.',
    definition: 'placebo',
  },
  loss_less_placebo: {
    ...SHARE,
    range: '-1 to 1',
    meaning: 'loss less that of the placebo.',
    definition: 'placebo',
  },
  steady_state: {
    unit: 'trust factor',
    range: '0 to 1',
    meaning: 'Where trust settles at this fidelity.',
    definition: 'steady-state',
  },
  half_life: {
    unit: 'outcomes seen',
    range: '0 or more',
    meaning: 'Until half the way is gone.',
    definition: 'steady-state',
  },
} as const satisfies Record<string, Measure>;

interface Row extends Measured {
  readonly fit: Dynamics;
}

export const dynamicsTable = table<Row>({
  name: 'dynamics',
  what: 'how trust moves: parameters of the law, their placebo, where trust settles',
  rows: ({ dynamics }) => dynamics.flatMap((fit) => rowsOf(fit).map((row) => Object.assign({ fit }, row))),
  measures: MEASURES,
  columns: [
    text('segment', 'all, or a recommender.', ({ fit }) => fit.segment),
    text('law', 'Law of motion of docs/model.md 5.', ({ fit }) => fit.law, {
      range: '5.3, 5.5',
      definition: 'law',
    }),
    text('estimator', 'How it was fitted.', ({ fit }) => fit.estimator, { range: 'kf, qd, qd-adf' }),
    text('scale', 'On which gaps are measured.', ({ fit }) => fit.scale, { range: 'log, level' }),
    whole('sequences', 'Sellers with a recommender in the fit.', ({ fit }) => fit.sequences),
    whole('events', 'Decisions and outcomes in the fit.', ({ fit }) => fit.events),
    number('min_gap', 'Smallest gap that counts.', ({ fit }) => fit.minGap, {
      unit: 'of the scale',
      range: 'above 0',
    }),
    number('reference_gap', 'Gap at which trust is quoted.', ({ fit }) => fit.referenceGap, {
      unit: 'of the scale',
      range: 'above 0',
    }),
    ...measuredColumns<Row>(MEASURES),
  ],
});

function rowsOf({ parameters, placebo, steadyState, halfLife, sequences }: Dynamics): Measured[] {
  const told = (parameter: Parameter) => ({ ...parameter, n: sequences });
  return [
    ...Object.entries(parameters).map(([measure, parameter]) => ({ measure, quantity: told(parameter) })),
    { measure: 'placebo_gain', quantity: told(placebo.gain) },
    { measure: 'placebo_loss', quantity: told(placebo.loss) },
    { measure: 'gain_less_placebo', quantity: told(placebo.gainDifference) },
    { measure: 'loss_less_placebo', quantity: told(placebo.lossDifference) },
    { measure: 'steady_state', quantity: steadyState },
    { measure: 'half_life', quantity: halfLife },
  ];
}

type Stress = Estimates['stress'][number];

const SPELL = {
  start: { unit: 'trust factor', range: '0 to 1', meaning: 'Mean trust now.', definition: 'trust' },
  shortfall: {
    unit: 'trust factor',
    range: '0 to 1',
    meaning: 'Trust lost at the end of the spell.',
    definition: 'shortfall',
  },
  regained: {
    unit: 'periods',
    range: '0 or more',
    meaning: 'After the spell until nine tenths of it are gone.',
    definition: 'shortfall',
  },
} as const satisfies Record<string, Measure>;

interface StressRow extends Measured<keyof typeof SPELL> {
  readonly stress: Stress;
}

/** Which spell a row is about. */
const spell = <Test extends { readonly stress: Stress }>() => [
  text<Test>('segment', 'all, or a recommender.', ({ stress }) => stress.segment),
  number<Test>('drop', 'Share by which fidelity is lower.', ({ stress }) => stress.drop, {
    unit: 'share',
    range: '0 to 1',
    definition: 'shortfall',
  }),
  whole<Test>('periods', 'How long it is lower.', ({ stress }) => stress.periods, { unit: 'periods' }),
  text<Test>('period', 'What a period is.', ({ stress }) => stress.period, { range: 'week, round' }),
  number<Test>(
    'per_period',
    'Outcomes a seller of a recommender sees in a period.',
    ({ stress }) => stress.perPeriod,
    { range: '0 or more' },
  ),
];

export const stressTable = table<StressRow>({
  name: 'stress',
  what: 'what a spell of worse recommendations would do to trust',
  rows: ({ stress: tests }) =>
    tests.flatMap((stress) =>
      (['start', 'shortfall', 'regained'] as const).map((measure) => ({
        stress,
        measure,
        quantity: stress[measure],
      })),
    ),
  measures: SPELL,
  columns: [...spell<StressRow>(), ...measuredColumns<StressRow>(SPELL)],
});

interface Point {
  readonly stress: Stress;
  readonly at: Stress['path'][number];
}

export const stressPathTable = table<Point>({
  name: 'stress_path',
  what: 'the same, period by period',
  rows: ({ stress: tests }) => tests.flatMap((stress) => stress.path.map((at) => ({ stress, at }))),
  columns: [
    ...spell<Point>(),
    number('at', 'Periods since the spell began.', ({ at }) => at.at, {
      unit: 'periods',
      range: '0 or more',
    }),
    number('shortfall', 'Trust lost by then.', ({ at }) => at.shortfall, {
      unit: 'trust factor',
      range: '0 to 1',
      definition: 'shortfall',
    }),
    number('lower', 'Lower end of its interval.', ({ at }) => at.lower, {
      unit: 'trust factor',
      definition: 'interval',
    }),
    number('upper', 'Upper end of its interval.', ({ at }) => at.upper, {
      unit: 'trust factor',
      definition: 'interval',
    }),
  ],
});
