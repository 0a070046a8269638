import { isConstant, isUsable, segmentOfGroups, tooFew, type Objection } from '../groups.ts';
import { taken, type TwoArms } from './experiment.ts';

/** Why the two arms cannot be compared; undefined where they can. */
export function objection(arms: TwoArms): Objection | undefined {
  const { at, early, y, bases, treated, cluster, experiment } = arms;
  if (at.length === 0)
    return early.length > 0
      ? { reason: 'treatment after outcome', detail: 'the process began after everything that was seen' }
      : { reason: 'no rows', detail: 'no usable row of either arm' };
  if (![y, ...bases].every(isUsable))
    return { reason: 'not finite', detail: 'a value is missing, infinite or too large' };
  const sellers = (arm: number): number => new Set(cluster.filter((_, i) => treated[i] === arm)).size;
  return tooFew(sellers(1), sellers(0)) ?? asSegment(arms) ?? constant(y, experiment.outcome.kind);
}

function asSegment({ experiment: { segments = {} }, at, treated, cluster }: TwoArms): Objection | undefined {
  const here = Object.fromEntries(
    Object.entries(segments).map(([name, values]) => [name, Array.from(at, (i) => values[i])]),
  );
  const name = segmentOfGroups(treated, cluster, here);
  return name === undefined
    ? undefined
    : {
        reason: 'exposure equal to a segment',
        detail: `the arms are the values of segment ${name}: which of the two it was cannot be told`,
      };
}

function constant(y: Float64Array, kind: string): Objection | undefined {
  return isConstant(y) ? { reason: 'constant outcome', detail: `${kind} does not vary` } : undefined;
}

/** Weights of the rows of two arms.
 *  @throws RangeError unless they are positive */
export function weightsOf({ experiment: { weights }, at }: TwoArms): { weights?: Float64Array } {
  if (!weights) return {};
  const here = taken(weights, at);
  if (!here.every((weight) => weight > 0 && weight < Infinity))
    throw new RangeError('an experiment requires positive weights');
  return { weights: here };
}
