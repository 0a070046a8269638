import { stateSpace, type StateSpace } from '../../stats/state-space.ts';
import type { Moves } from '../../stats/transitions.ts';
import type { Law } from '../laws/law.ts';

/** Sequences as arrays, one entry per step: what the likelihood needs beside the parameters. */
export interface KalmanPanel<Inputs> extends Moves {
  readonly law: Law<Inputs>;
  readonly inputs: Inputs;
  /** The general state space over the same steps, its design the gap g: made when it is first asked for. */
  readonly space: StateSpace;
}

export function kalmanPanel<Inputs>(
  law: Law<Inputs>,
  inputs: Inputs,
  { starts, design, move, bend }: Moves,
): KalmanPanel<Inputs> {
  let space: StateSpace | undefined;
  return {
    law,
    inputs,
    starts,
    design,
    move,
    bend,
    get space() {
      space ??= generalSpace(law.dimension, starts, design);
      return space;
    },
  };
}

function generalSpace(dimension: 1 | 2, starts: Int32Array, design: Float64Array): StateSpace {
  const lengths = Array.from(starts.subarray(1), (end, i) => end - (starts[i] as number));
  return { ...stateSpace(dimension, lengths), design };
}
