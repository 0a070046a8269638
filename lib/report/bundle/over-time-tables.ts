import type { Estimates } from '../../trust/estimates.ts';
import { meanColumns, text, whole } from './column.ts';
import { table } from './table.ts';

type Of<Name extends 'evolution' | 'statedEvolution' | 'segments' | 'quarterly'> = Estimates[Name][number];

const TRUST = { unit: 'trust factor', range: '0 to 1' } as const;
const POINTS = { unit: 'points', range: '1 to 7' } as const;
const RECOMMENDER = { definition: 'recommender' } as const;
const PERIOD = 'ISO week such as 2026-W47, or the number of the round where rounds are only numbered.';

export const evolutionTable = table<Of<'evolution'>, Pick<Estimates, 'evolution'>>({
  name: 'evolution',
  what: 'trust over time by recommender',
  rows: ({ evolution }) => evolution,
  columns: [
    text('period', PERIOD, ({ period }) => period),
    text('recommender', 'Source of the recommendations.', ({ recommender }) => recommender, RECOMMENDER),
    whole('sellers', 'Sellers who decided in the period.', ({ sellers }) => sellers),
    ...meanColumns('Mean trust of these sellers.', { ...TRUST, definition: 'evolution' }),
  ],
});

export const statedEvolutionTable = table<Of<'statedEvolution'>>({
  name: 'stated_evolution',
  what: 'answers to the trust question over time, by recommender and wording',
  rows: ({ statedEvolution }) => statedEvolution,
  columns: [
    text('period', PERIOD, ({ period }) => period),
    text('recommender', 'Source of the recommendations.', ({ recommender }) => recommender, RECOMMENDER),
    text(
      'item',
      'Version of the question, such as trust@1; null where the data do not say.',
      ({ item }) => item,
    ),
    whole('sellers', 'Sellers who answered in the period.', ({ sellers }) => sellers),
    ...meanColumns('Mean answer of these sellers.', { ...POINTS, definition: 'stated-trust' }),
  ],
});

export const segmentsTable = table<Of<'segments'>>({
  name: 'segments',
  what: 'trust by segment, for the segments the settings name',
  rows: ({ segments }) => segments,
  columns: [
    text('segment', 'Name of the segment, such as size.', ({ segment }) => segment, {
      definition: 'segment',
    }),
    text('value', 'Its value, such as small.', ({ value }) => value, { definition: 'segment' }),
    text(
      'recommender',
      'Source of the recommendations; null: all together.',
      (row) => row.recommender,
      RECOMMENDER,
    ),
    text('period', `${PERIOD} null: now.`, ({ period }) => period),
    whole('sellers', 'Sellers of the cell; null: withheld.', ({ sellers }) => sellers, {
      definition: 'withheld',
    }),
    ...meanColumns('Mean trust of these sellers.', { ...TRUST, definition: 'trust' }),
    text('reason', 'Why it is withheld, cannot be told or is weak.', ({ reason }) => reason),
  ],
});

export const quarterlyTable = table<Of<'quarterly'>>({
  name: 'quarterly',
  what: 'answers to the quarterly questionnaire by wave and wording',
  rows: ({ quarterly }) => quarterly,
  columns: [
    text('wave', 'Wave in which it was asked.', ({ wave }) => wave),
    text('dimension', 'What the question is about.', ({ dimension }) => dimension, {
      range: 'ability, benevolence, integrity, distrust, vulnerability',
    }),
    text('item', 'Version of the question, such as ability-right@1.', ({ item }) => item),
    whole('sellers', 'Sellers who answered.', ({ sellers }) => sellers),
    ...meanColumns('Mean answer of these sellers.', { ...POINTS, definition: 'quarterly' }),
    whole(
      'sellers_without_suspects',
      'Sellers without those whose answer a robot may have given.',
      (row) => row.withoutSuspects.sellers,
    ),
    ...withoutSuspects(),
  ],
});

function withoutSuspects() {
  const columns = meanColumns<Of<'quarterly'>['withoutSuspects']>('Mean answer without suspects.', {
    ...POINTS,
    definition: 'quarterly',
  });
  return columns.map((column) =>
    Object.assign({}, column, {
      name: `${column.name}_without_suspects`,
      of: (row: Of<'quarterly'>) => column.of(row.withoutSuspects),
    }),
  );
}
