import type { Estimates } from '../../trust/estimates.ts';
import type { Repeated } from '../../trust/quantity-schema.ts';
import type { Change } from '../../trust/trust-schema.ts';
import { quantityColumns, text } from './column.ts';
import { measuredColumns, type Measured } from './measured.ts';
import { table, type Measure } from './table.ts';

const TRUST = { unit: 'trust factor', range: '0 to 1' } as const;
const DIFFERENCE = { unit: 'trust factor', range: '-1 to 1' } as const;
const POINTS = { unit: 'points', range: '1 to 7' } as const;

const MEASURES = {
  now: { ...TRUST, meaning: 'Mean inferred trust after the last outcome seen.', definition: 'trust' },
  now_without_suspects: {
    ...TRUST,
    meaning: 'The same without answers a robot may have given.',
    definition: 'trust',
  },
  now_corrected: {
    ...TRUST,
    meaning: 'The same corrected for error of own plans.',
    definition: 'plan-error',
  },
  shown: { ...TRUST, meaning: 'Mean weight of advice.', definition: 'weight-of-advice' },
  shown_without_suspects: { ...TRUST, meaning: 'The same without suspects.', definition: 'weight-of-advice' },
  stated: { ...POINTS, meaning: 'Mean answer to the trust question.', definition: 'stated-trust' },
  stated_without_suspects: { ...POINTS, meaning: 'The same without suspects.', definition: 'stated-trust' },
  stated_of_everybody: {
    ...POINTS,
    meaning: 'Mean answer, were the silent as those like them who answered.',
    definition: 'everybody',
  },
  stated_bounds: {
    ...POINTS,
    meaning: 'lower and upper: the mean had all the silent answered 1, or 7. Bounds, no interval.',
    definition: 'everybody',
  },
  start: { ...TRUST, meaning: 'Trust at first of the sellers of change.', definition: 'change' },
  change: {
    ...DIFFERENCE,
    meaning: 'Change of the same sellers since the first periods.',
    definition: 'change',
  },
  left: {
    ...TRUST,
    meaning: 'Trust at first of those who stopped; n counts all who stopped.',
    definition: 'stopped',
  },
  since: {
    ...DIFFERENCE,
    meaning: 'Change of the same sellers since the report before.',
    definition: 'since',
  },
  builders: {
    ...DIFFERENCE,
    meaning: 'What good outcomes seen added over the time of change.',
    definition: 'attribution',
  },
  busters: { ...DIFFERENCE, meaning: 'What bad outcomes seen took away.', definition: 'attribution' },
  drift: { ...DIFFERENCE, meaning: 'What the law leaves open.', definition: 'attribution' },
} as const satisfies Record<string, Measure>;

interface Row extends Measured<keyof typeof MEASURES> {
  readonly recommender: string | null;
  readonly span?: readonly [from: Change['from'], to: Change['to']];
}

export const trustTable = table<Row>({
  name: 'trust',
  what: 'trust now, what sellers say and show, its change and what built and broke it, over all and by recommender',
  rows: (estimates) => [...overAll(estimates), ...byRecommender(estimates)],
  measures: MEASURES,
  columns: [
    text('recommender', 'Source of the recommendations; null: all together.', (row) => row.recommender, {
      definition: 'recommender',
    }),
    text('from_first', 'First of the periods a change is told from.', ({ span }) => span?.[0]?.first ?? null),
    text('from_last', 'Last of them.', ({ span }) => span?.[0]?.last ?? null),
    text('to_first', 'First of the periods a change is told to.', ({ span }) => span?.[1]?.first ?? null),
    text('to_last', 'Last of them.', ({ span }) => span?.[1]?.last ?? null),
    ...measuredColumns<Row>(MEASURES),
  ],
});

function overAll({ trust, since, nonresponse }: Estimates): Row[] {
  const { withoutSuspects } = trust;
  const { lowest, highest, answered } = nonresponse;
  const bounds = { estimate: null, lower: lowest, upper: highest, se: null, n: answered, reason: null };
  return [
    { measure: 'now' as const, quantity: trust.overall },
    { measure: 'now_without_suspects' as const, quantity: withoutSuspects.overall },
    { measure: 'now_corrected' as const, quantity: trust.planError.corrected },
    { measure: 'shown' as const, quantity: trust.shown },
    { measure: 'shown_without_suspects' as const, quantity: withoutSuspects.shown },
    { measure: 'stated' as const, quantity: trust.stated },
    { measure: 'stated_without_suspects' as const, quantity: withoutSuspects.stated },
    { measure: 'stated_of_everybody' as const, quantity: nonresponse.corrected },
    { measure: 'stated_bounds' as const, quantity: bounds },
    ...changed(trust.change.overall),
    ...(since === null ? [] : [sinceRow(since.overall, since.report.period)]),
  ].map((row) => Object.assign({ recommender: null }, row));
}

function byRecommender({ trust, since }: Estimates): Row[] {
  return Object.entries(trust.byRecommender).flatMap(([recommender, now]) => {
    const change = trust.change.byRecommender[recommender];
    const built = trust.attribution[recommender];
    const moved = since?.byRecommender[recommender];
    return [
      { measure: 'now' as const, quantity: now },
      ...(change === undefined ? [] : changed(change)),
      ...(since && moved ? [sinceRow(moved, since.report.period)] : []),
      ...(built === undefined
        ? []
        : (['builders', 'busters', 'drift'] as const).map((measure) => ({
            measure,
            quantity: built[measure],
          }))),
    ].map((row) => Object.assign({ recommender }, row));
  });
}

function changed(change: Change) {
  const span = [change.from, change.to] as const;
  return [
    { measure: 'start' as const, quantity: change.start, span },
    { measure: 'change' as const, quantity: change, span },
    { measure: 'left' as const, quantity: { ...change.exits.trust, n: change.exits.sellers }, span },
  ];
}

const sinceRow = (quantity: Repeated, period: string) => ({
  measure: 'since' as const,
  quantity,
  span: [{ first: period, last: period }, null] as const,
});

type Contrast = Estimates['trust']['contrasts'][number];

export const contrastsTable = table<Contrast>({
  name: 'contrasts',
  what: 'trust in one recommender less trust in another, of the sellers of both',
  rows: ({ trust }) => trust.contrasts,
  columns: [
    text('first', 'Recommender.', ({ first }) => first, { definition: 'contrast' }),
    text('second', 'The one it is held against.', ({ second }) => second, { definition: 'contrast' }),
    text('unit', 'Unit of the numbers of the row.', () => 'trust factor'),
    ...quantityColumns<Contrast>(({ difference }) => difference),
  ],
});

const CALIBRATION = {
  trust: { ...TRUST, meaning: 'Mean trust of the sellers held against their record.', definition: 'trust' },
  fidelity: {
    unit: 'fidelity',
    range: '-1 to 1',
    meaning: 'Mean fidelity of the outcomes they saw.',
    definition: 'fidelity',
  },
  deserved: {
    ...TRUST,
    meaning: 'Mean weight their record supports: known, without an interval.',
    definition: 'deserved',
  },
  gap: {
    ...DIFFERENCE,
    meaning: 'Their trust less deserved: above 0 is over-trust.',
    definition: 'calibration-gap',
  },
  slope: {
    unit: '1',
    meaning: 'Weight given on weight deserved: 1 tracks, 0 ignores.',
    definition: 'calibration-slope',
  },
  across_sellers: {
    unit: 'trust factor per fidelity',
    meaning: 'Trust on fidelity between sellers of one recommender.',
    definition: 'fidelity-slope',
  },
  across_recommenders: {
    unit: 'trust factor per fidelity',
    meaning: 'The same between recommenders.',
    definition: 'fidelity-slope',
  },
} as const satisfies Record<string, Measure>;

interface Calibrated extends Measured<keyof typeof CALIBRATION> {
  readonly recommender: string | null;
}

export const calibrationTable = table<Calibrated>({
  name: 'calibration',
  what: 'whether trust follows what recommendations are worth',
  rows: ({ trust: { calibration } }) => [
    { recommender: null, measure: 'gap', quantity: calibration.gap },
    { recommender: null, measure: 'slope', quantity: calibration.slope },
    { recommender: null, measure: 'across_sellers', quantity: calibration.acrossSellers },
    { recommender: null, measure: 'across_recommenders', quantity: calibration.acrossRecommenders },
    ...Object.entries(calibration.byRecommender).flatMap(([recommender, each]) =>
      (['trust', 'fidelity', 'deserved', 'gap'] as const).map((measure) => ({
        recommender,
        measure,
        quantity: each[measure],
      })),
    ),
  ],
  measures: CALIBRATION,
  columns: [
    text('recommender', 'Source of the recommendations; null: all together.', (row) => row.recommender, {
      definition: 'recommender',
    }),
    ...measuredColumns<Calibrated>(CALIBRATION),
  ],
});
