import type { Response } from '../rounds/row.ts';
import type { Stream } from './stream.ts';

/** How sellers press buttons, in the names of estimates.json. */
export interface Buttons {
  readonly weightNoiseSd: number; // sw
  readonly lapse: number; // eps, share of decisions made at random
}

export interface Press {
  readonly response: Extract<Response, 'accept' | 'keep' | 'adjust'>;
  readonly weight: number; // W, the weight given: 0 for keep, 1 for accept
}

const ZONE = 0.1; // kappa: a weight this close to 0 or 1 is not worth typing a number for

/** The button a seller presses (docs/model.md 6.5), with e her weight before noise:
 *      w = e + N(0, sw^2 + (se/g)^2)      KEEP w < kappa      ACCEPT w > 1 - kappa      ADJUST by w otherwise
 *  and in a share eps of decisions one of the three at random, an adjustment then being uniform. */
export function press(
  e: number,
  gap: number,
  { weightNoiseSd, lapse, noiseSd }: Buttons & { readonly noiseSd: number },
  stream: Stream,
): Press {
  const w = e + Math.hypot(weightNoiseSd, noiseSd / gap) * stream.normal();
  const lapses = stream.uniform() < lapse;
  const any = 3 * stream.uniform();
  const random = any < 1 ? 0 : any < 2 ? 1 : ZONE + (any - 2) * (1 - 2 * ZONE);
  return pressed(lapses ? random : w);
}

function pressed(weight: number): Press {
  if (weight > 1 - ZONE) return { response: 'accept', weight: 1 };
  // no gap, no weight: keeping is what remains
  return weight >= ZONE ? { response: 'adjust', weight } : { response: 'keep', weight: 0 };
}
