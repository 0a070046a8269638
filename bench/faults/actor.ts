import { AsyncLocalStorage } from 'node:async_hooks';

/** Somebody who makes calls: one run of a function, one seller at her browser. */
export interface Actor {
  readonly name: string;
  readonly skew: number; // milliseconds by which its clock is ahead
  readonly dies: { readonly call: number; readonly when: 'before' | 'after' } | null; // killed at its n-th call
  calls: number; // that were served
  open: number; // calls of the SDK that are under way
  dead: boolean;
  heldUntil: number; // milliseconds since 1970: until then it gets no answer
}

export function actor(name: string, over: Partial<Pick<Actor, 'skew' | 'dies'>> = {}): Actor {
  return { name, skew: 0, dies: null, ...over, calls: 0, open: 0, dead: false, heldUntil: 0 };
}

/** Whose call it is that is under way. Nobody's: the call of a check, which meets no fault. */
export const acting = new AsyncLocalStorage<Actor>();
