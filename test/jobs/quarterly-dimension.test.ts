import { expect, it } from 'vitest';
import { dimensionOf, isAnswered } from '../../lib/jobs/quarterly-dimension.ts';
import { QUARTERLY } from '../../lib/survey/questionnaire.ts';
import { DIMENSIONS } from '../../lib/trust/response-schema.ts';
import { day } from '../processes/registry-entry.ts';

const answer = { at: day(0), rating: 4 };
const answered = (items: readonly string[]) =>
  isAnswered({ answers: Object.fromEntries(items.map((item) => [item, answer])) });

it('is told by the name of every item of the questionnaire', () => {
  expect(Object.keys(QUARTERLY)).toEqual([...DIMENSIONS]);
  for (const [dimension, items] of Object.entries(QUARTERLY))
    for (const item of items) expect(dimensionOf(item)).toBe(dimension);
  expect(dimensionOf('trust@1')).toBeUndefined();
});

it('a questionnaire is answered once every page was sent, in whichever wording', () => {
  const all = Object.values(QUARTERLY).flat();
  expect(answered(all)).toBe(true);
  expect(answered(all.map((item) => item.replace('@1', '@7')))).toBe(true);
  expect(answered(all.filter((item) => dimensionOf(item) !== 'distrust'))).toBe(false);
  expect(answered([])).toBe(false);
});
