import type { Quarterly } from '../rounds/quarterly.ts';
import { DIMENSIONS, type Dimension } from '../trust/response-schema.ts';

/** What an item measures, also in a version that is no longer asked: names of items begin with it. */
export function dimensionOf(item: string): Dimension | undefined {
  return DIMENSIONS.find((dimension) => item.startsWith(`${dimension}-`));
}

/** Whether she sent every page of a quarterly questionnaire, in whichever wording: a page holds the items of a dimension, those
 *  left out too. */
export function isAnswered({ answers }: Pick<Quarterly, 'answers'>): boolean {
  const sent = new Set(Object.keys(answers).map(dimensionOf));
  return DIMENSIONS.every((dimension) => sent.has(dimension));
}
