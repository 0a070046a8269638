import { AsyncLocalStorage } from 'node:async_hooks';

/** Somebody who makes calls: one run of a function, one seller at her browser. */
export interface Actor {
  readonly name: string;
  skew: number; // milliseconds by which its clock is ahead
  readonly jumps: { readonly call: number; readonly to: number } | null; // its clock, at its n-th call, to this skew
  readonly dies: { readonly call: number; readonly when: 'before' | 'after' } | null; // killed at its n-th call
  calls: number; // that were served
  open: number; // calls of the SDK that are under way
  dead: boolean;
  heldUntil: number; // milliseconds since 1970: until then it gets no answer
}

export function actor(
  name: string,
  { skew = 0, dies = null, jumps = null }: Partial<Pick<Actor, 'skew' | 'dies' | 'jumps'>> = {},
): Actor {
  return { name, skew, dies, jumps, calls: 0, open: 0, dead: false, heldUntil: 0 };
}

/** Whose call it is that is under way. Nobody's: the call of a check, which meets no fault. */
export const acting = new AsyncLocalStorage<Actor>();
