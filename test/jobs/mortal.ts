import type { Delivery, Parcel } from '../../lib/post/delivery.ts';
import type { Outbox } from '../../lib/store/outbox.ts';

/** What happens around every step of a sender: it may be held up, and it may die there, for good. */
export type Around = (step: string) => Promise<void>;

/** A sender whose every step may be its last: `around` is asked before and after each. */
export function mortal(box: Outbox, parcels: Parcel[], around: Around) {
  const step =
    <Given extends readonly unknown[], Result>(name: string, work: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await around(`before ${name}`);
      const result = await work(...given);
      await around(`after ${name}`);
      return result;
    };
  const outbox: Outbox = {
    ...box,
    claim: step('claim', box.claim),
    startSending: step('startSending', box.startSending),
    done: step('done', box.done),
    drop: step('drop', box.drop),
    defer: step('defer', box.defer),
    setAside: step('setAside', box.setAside),
  };
  const delivery: Delivery = {
    by: 'mail',
    send: step('send', (parcel: Parcel) => {
      parcels.push(parcel);
      return Promise.resolve({ kind: 'sent' as const });
    }),
  };
  return { outbox, delivery };
}

/** Dies at the n-th step, and after that every step fails.
 *  @param n from 1 */
export function dyingAt(n: number): { around: Around; steps: () => number } {
  let steps = 0;
  return {
    steps: () => steps,
    around: (step) => {
      steps += 1;
      return steps >= n ? Promise.reject(new Error(`died ${step}`)) : Promise.resolve();
    },
  };
}
