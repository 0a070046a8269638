import { changeVarianceIn, type PathBlock } from './path-block.ts';

/** Paths one standard error out and back in one direction. */
export interface Pair {
  readonly up: PathBlock;
  readonly down: PathBlock;
}

/** Sums over the directions, pair by pair, of what the parameters' uncertainty adds to variances: docs/model.md 3. */
export interface Excess {
  add(pair: Pair): void;
  /** Of the variance of every state. */
  ofStates(): Float64Array;
  /** Of the variance of the change of sequence i from a step to its last. */
  ofChange(i: number, step: number): number;
}

/** Keeps the pairs only where the covariance of a state with the last is costly, to ask for it when it is needed; otherwise the
 *  next pair may overwrite them. */
export function excessOver(block: PathBlock): Excess {
  const states = new Float64Array(block.variance.length);
  const changes = block.withLast && new Float64Array(block.variance.length);
  const pairs: Pair[] = [];
  return {
    add(pair) {
      addStates(block, pair, states);
      if (changes) addChanges(block, pair, changes);
      else pairs.push(pair);
    },
    ofStates: () => states.map(notNegative),
    ofChange(i, step) {
      if (changes) return notNegative(changes[(block.starts[i] as number) + step] as number);
      const here = changeVarianceIn(block, i, step);
      return notNegative(pairs.reduce((sum, pair) => sum + changeExcess(pair, i, step, here), 0));
    },
  };
}

/** Never negative: not knowing the parameters makes nothing surer. */
const notNegative = (sum: number): number => (Number.isFinite(sum) ? Math.max(0, sum) : 0);

function addStates({ variance }: PathBlock, { up, down }: Pair, sums: Float64Array): void {
  for (let k = 0; k < sums.length; k++) {
    const mean = ((up.variance[k] as number) + (down.variance[k] as number)) / 2;
    sums[k] = (sums[k] as number) + (mean - (variance[k] as number));
  }
}

function addChanges(block: PathBlock, pair: Pair, sums: Float64Array): void {
  for (let i = 0; i + 1 < block.starts.length; i++) {
    const from = block.starts[i] as number;
    for (let k = from; k < (block.starts[i + 1] as number); k++) {
      const here = changeVarianceIn(block, i, k - from);
      sums[k] = (sums[k] as number) + changeExcess(pair, i, k - from, here);
    }
  }
}

function changeExcess({ up, down }: Pair, i: number, step: number, here: number): number {
  return (changeVarianceIn(up, i, step) + changeVarianceIn(down, i, step)) / 2 - here;
}
