import { EVENT } from '../event.ts';
import type { FrictionPanel } from '../panel.ts';
import { COLUMNS, STATE_BYTES } from './layout.ts';

/** Where a sequence's pairs of events stand, counted over the panel: of sequence i, keeps and accepts from `pairs[2 i]`,
 *  adjustments from `pairs[2 i + 1]`, those of the next from `pairs[2 i + 2]`. The last pair of either may want its second. */
export interface PairsOfEvents {
  readonly pairs: Int32Array;
  /** Keeps and accepts, then adjustments, of sequence i at 2 i and 2 i + 1. */
  readonly counts: Int32Array;
  /** Step of the panel by event, two to a pair. */
  readonly steps: Int32Array;
}

/** Kinds come in no order that a processor could foresee; in loops of one kind it need not. */
export function pairsOfEvents(kind: Uint8Array, starts: Int32Array): PairsOfEvents {
  const sequences = starts.length - 1;
  const [counts, pairs] = [new Int32Array(2 * sequences), new Int32Array(2 * sequences + 1)];
  for (let i = 0; i < sequences; i++) {
    let adjusted = 0;
    let pressed = 0;
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k++) {
      adjusted += kind[k] === EVENT.adjust ? 1 : 0;
      pressed += kind[k] === EVENT.keep || kind[k] === EVENT.accept ? 1 : 0;
    }
    counts[2 * i] = pressed;
    counts[2 * i + 1] = adjusted;
    pairs[2 * i + 1] = (pairs[2 * i] as number) + ((pressed + 1) >> 1);
    pairs[2 * i + 2] = (pairs[2 * i + 1] as number) + ((adjusted + 1) >> 1);
  }
  return { counts, pairs, steps: stepsOf(kind, starts, pairs) };
}

function stepsOf(kind: Uint8Array, starts: Int32Array, pairs: Int32Array): Int32Array {
  const steps = new Int32Array(2 * (pairs.at(-1) as number)).fill(-1);
  const at = new Int32Array(2);
  for (let i = 0; i + 1 < starts.length; i++) {
    at[0] = 2 * (pairs[2 * i] as number);
    at[1] = 2 * (pairs[2 * i + 1] as number);
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k++) {
      if (kind[k] === EVENT.none) continue;
      const list = kind[k] === EVENT.adjust ? 1 : 0;
      steps[at[list] as number] = k;
      at[list] = (at[list] as number) + 1;
    }
  }
  return steps;
}

/** Writes the events as the kernel reads them; gaps carry the sign of dL/de against phi(x). */
export function writeColumns<Inputs>(
  { kind, weight, logGap, design, zones, starts }: FrictionPanel<Inputs>,
  { pairs, steps }: PairsOfEvents,
  doubles: Float64Array,
  integers: Int32Array,
): void {
  for (let i = 0; i + 1 < starts.length; i++)
    for (let e = 2 * (pairs[2 * i] as number); e < 2 * (pairs[2 * i + 2] as number); e++) {
      const k = steps[e] as number;
      if (k < 0) continue;
      const at = (e >> 1) * COLUMNS.bytes + 8 * (e % 2);
      const size = Math.abs(design[k] as number);
      doubles[(at + COLUMNS.gap) / 8] = kind[k] === EVENT.accept ? size : -size;
      doubles[(at + COLUMNS.logGap) / 8] = logGap[k] as number;
      doubles[(at + COLUMNS.target) / 8] =
        kind[k] === EVENT.adjust ? (weight[k] as number) : kind[k] === EVENT.keep ? zones.keep : zones.accept;
      integers[(e >> 1) * (COLUMNS.bytes / 4) + COLUMNS.state / 4 + (e % 2)] =
        STATE_BYTES * (k - (starts[i] as number));
    }
}
