import { EVENT } from './event.ts';

/** The events of a panel, those of a sequence side by side, in it by kind: keeps, then accepts, then adjustments. Kinds come
 *  in no order that a processor could foresee; in loops of one kind it need not. */
export interface EventsByKind {
  readonly order: Int32Array; // steps of the panel
  /** Entries of `order`: of sequence i, the first keep, accept and adjustment stand at 3 i to 3 i + 2. */
  readonly bounds: Int32Array;
}

const KINDS = [EVENT.keep, EVENT.accept, EVENT.adjust];

export function eventsByKind(kind: Uint8Array, starts: Int32Array): EventsByKind {
  const order = new Int32Array(kind.reduce((count, which) => count + (which === EVENT.none ? 0 : 1), 0));
  const bounds = new Int32Array(3 * starts.length - 2);
  let at = 0;
  let bound = 0;
  for (let i = 0; i + 1 < starts.length; i++)
    for (const which of KINDS) {
      bounds[bound++] = at;
      for (let k = starts[i] as number; k < (starts[i + 1] as number); k++)
        if (kind[k] === which) order[at++] = k;
    }
  bounds[bound] = at;
  return { order, bounds };
}
