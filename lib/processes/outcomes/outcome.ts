/** What an effect can be on. trust: the weight given to recommendations, alpha in d = alpha g + e. calibration: how well that
 *  weight follows fidelity. following: share of recommendations taken as they are. closeness: how near the choice comes, 0
 *  to 1. shown: weight of advice d/g, each cut to [0,1]. stated: answers 1 to 7. result: the seller's gain, money, or any
 *  other quantity measured as it is. */
export const OUTCOMES = [
  'trust',
  'calibration',
  'following',
  'closeness',
  'shown',
  'stated',
  'result',
] as const;
export type OutcomeKind = (typeof OUTCOMES)[number];

const UNSMOOTHED: unique symbol = Symbol('made of what was observed, row by row');

/** An outcome as columns, for the model   y = sum_k base_k (a_k + b_k D) + e.   The effect is on the coefficient of the last
 *  base: 1 for a mean, the gap g for trust. Only `outcomeOf` makes one, and it takes no estimate of trust. */
export interface Outcome {
  readonly [UNSMOOTHED]: true;
  readonly kind: OutcomeKind;
  readonly y: Float64Array;
  readonly bases: readonly [Float64Array, ...Float64Array[]];
  readonly cluster: Int32Array; // the seller of each row, by number in `sellers`
  readonly sellers: readonly string[];
  readonly row: Int32Array; // the row of the input; -1 where a seller's rows were made into one
  readonly unusable: Readonly<Record<string, number>>; // rows left out, by reason
}

export type OutcomeColumns = Omit<Outcome, typeof UNSMOOTHED | 'kind' | 'bases' | 'row' | 'unusable'> &
  Partial<Pick<Outcome, 'bases' | 'row' | 'unusable'>>;

const WHY =
  'a filter or smoother borrows each round from its neighbours, and an effect estimated on what it gives comes out at 11 % ' +
  'of the true one (docs/model.md 5.5): take the moves themselves (`trust`), or the process in the state equation';

/** An outcome of observed columns.
 *  @throws RangeError if the kind is none of OUTCOMES, as any estimate of trust; if trust comes without gaps, as a series of
 *  estimates would; or if columns differ in length */
export function outcomeOf(kind: string, columns: OutcomeColumns): Outcome {
  const known = OUTCOMES.find((name) => name === kind);
  if (known === undefined) throw new RangeError(`outcomeOf cannot take ${kind}: ${WHY}`);
  const { y, bases = [y.map(() => 1)], cluster, row = cluster.map(() => -1), unusable = {} } = columns;
  if (known === 'trust' && !columns.bases)
    throw new RangeError(`outcomeOf cannot take trust without gaps, as its estimates are: ${WHY}`);
  if ([...bases, cluster, row].some(({ length }) => length !== y.length))
    throw new RangeError('outcomeOf requires columns of one length');
  return { [UNSMOOTHED]: true, kind: known, y, bases, cluster, sellers: columns.sellers, row, unusable };
}

/** Refuses what the compiler could not see: data that came as `any`, or from JSON.
 *  @throws RangeError unless it was made by `outcomeOf` */
export function requireUnsmoothed(outcome: Outcome): void {
  if (!Object.hasOwn(outcome, UNSMOOTHED))
    throw new RangeError(`this is not an outcome made of rounds: ${WHY}`);
}
