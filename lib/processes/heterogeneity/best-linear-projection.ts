import { clusteredFit, contrast } from '../../stats/clustered-fit.ts';
import { studentBeyond } from '../../stats/incomplete-beta.ts';
import { refused } from '../effect.ts';
import type { Refused } from '../effect.ts';
import type { EffectScores } from './scores.ts';

export interface ProjectionTerm {
  readonly name: string;
  readonly estimate: number; // change of the effect with one unit of the term
  readonly se: number;
  readonly p: number; // two-sided
}

/** The best linear projection of the effect on what is known of a seller:
 *      phi = b_0 + b'A + e      weighted, CR2 by seller
 *  right whether or not effects are linear: it is the line closest to them. Semenova & Chernozhukov (2021), Econometrics
 *  Journal 24(2); A without its intercept is centred, so b_0 is the mean effect. */
export function bestLinearProjection(
  { data, phi }: EffectScores,
  terms: Readonly<Record<string, Float64Array>>,
): readonly ProjectionTerm[] | Refused {
  const name = 'best linear projection';
  const names = Object.keys(terms);
  const columns = [phi.map(() => 1), ...Object.values(terms).map((column) => centred(column, data.weights))];
  if (columns.some((column) => !column.every(Number.isFinite)))
    return refused(name, 'not finite', 'a term of the projection is missing or infinite');
  if (columns.length >= data.n)
    return refused(name, 'too few rows', `${data.n} rows for ${columns.length} terms`);
  const fit = clusteredFit({ y: phi, columns, cluster: data.cluster, weights: data.weights });
  if ('dependent' in fit)
    return refused(
      name,
      'regressors not independent',
      `${names[fit.dependent - 1] ?? 'the mean'} follows from the others`,
    );
  return ['mean effect', ...names].map((term, j) => {
    const { estimate, se, df } = contrast(
      fit,
      columns.map((_, k) => (k === j ? 1 : 0)),
      'CR2',
    );
    return { name: term, estimate, se, p: studentBeyond(Math.abs(estimate / se), df) };
  });
}

function centred(column: Float64Array, weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = column.reduce((sum, value, i) => sum + value * (weights[i] as number), 0) / total;
  return column.map((value) => value - mean);
}
