import { array, assert, asyncProperty, constantFrom, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../lib/intake/candidate.ts';
import { MOST_RECEIVES, takeQueue } from '../../lib/intake/take-queue.ts';

const bus = (value: unknown, tenant = 'us') =>
  JSON.stringify({
    tenant,
    event: {
      id: 'e1',
      source: 'shop',
      'detail-type': 'seller.acted',
      time: '2026-11-22T09:00:00Z',
      detail: value,
    },
  });

const valueOf = (candidate: Candidate) => ('value' in candidate ? candidate.value : undefined);
const word = (candidate: Candidate) => String((valueOf(candidate) as { word: string }).word);

/** A world in which an event is its word: good, wrong (refused) or poison (the table fails). */
function world() {
  const log = { taken: [] as string[], refused: [] as string[], aside: [] as (readonly [string, string])[] };
  return {
    log,
    parts: {
      async take(_tenant: string, events: readonly Candidate[]) {
        const words = events.map(word);
        if (words.includes('poison')) throw new RangeError('the table failed');
        log.taken.push(...words.filter((one) => one === 'good'));
        const refused = events
          .filter((event) => word(event) === 'wrong')
          .map(({ place }) => ({ place, id: 'e1', field: 'data', value: '', reason: 'wrong' }));
        return { accepted: events.length - refused.length, refused, erased: 0 };
      },
      async refused(_tenant: string, { id }: { id: string }) {
        log.refused.push(id);
      },
      async takeOther() {
        throw new RangeError('no file and no mail here');
      },
      async setAside({ id }: { id: string }, reason: string) {
        log.aside.push([id, reason]);
      },
    },
  };
}

const messages = (words: readonly string[], receives = 1) =>
  words.map((each, n) => ({
    id: `${each}${n}`,
    receives,
    body: bus({ specversion: '1.0', word: each }),
  }));

describe('what a queue hands over', () => {
  it('is taken; one that fails the table comes again alone, and the others are not held up', async () => {
    const { parts, log } = world();
    const taken = await takeQueue(messages(['good', 'poison', 'wrong', 'good']), parts);
    expect(taken).toEqual({ accepted: 2, refused: 1, erased: 0, setAside: 0, again: ['poison1'] });
    expect(log).toEqual({ taken: ['good', 'good'], refused: ['wrong2'], aside: [] });
  });

  it('is set aside with its reason after the most receives', async () => {
    const { parts, log } = world();
    const taken = await takeQueue(messages(['poison', 'good'], MOST_RECEIVES), parts);
    expect(taken).toMatchObject({ setAside: 1, again: [] });
    expect(log.aside).toEqual([['poison0', 'RangeError: the table failed']]);
  });

  it.each(['', 'not JSON', '{}', '[]', JSON.stringify({ Records: [] }), JSON.stringify({ tenant: 'us' })])(
    'is set aside at once if it is %j',
    async (body) => {
      const { parts, log } = world();
      await takeQueue([{ id: 'm', receives: 1, body }], parts);
      expect(log.aside).toEqual([['m', expect.stringContaining('no event of a bus')]]);
    },
  );

  it('comes again if it could not even be set aside', async () => {
    const { parts } = world();
    const taken = await takeQueue(messages(['poison'], MOST_RECEIVES), {
      ...parts,
      setAside: () => Promise.reject(new Error('no queue')),
    });
    expect(taken).toMatchObject({ setAside: 0, again: ['poison0'] });
  });

  it('whatever the mixture, each message is taken, refused, set aside or comes again: exactly one', async () => {
    const words = array(constantFrom('good', 'wrong', 'poison'), { minLength: 1, maxLength: 12 });
    await assert(
      asyncProperty(words, integer({ min: 1, max: MOST_RECEIVES }), async (mixture, receives) => {
        const { parts, log } = world();
        const { again } = await takeQueue(messages(mixture, receives), parts);
        const ends = [log.taken.length, log.refused.length, log.aside.length, again.length];
        expect(ends.reduce((sum, n) => sum + n, 0)).toBe(mixture.length);
        expect(log.taken).toHaveLength(mixture.filter((each) => each === 'good').length);
      }),
      { numRuns: 200 },
    );
  });
});

it('a bus event without an envelope of its own gets the one around it', async () => {
  const seen: unknown[] = [];
  const { parts } = world();
  const whole = { specversion: '1.0', id: 'own', type: 'seller.acted', data: {} };
  const take: typeof parts.take = async (_tenant, events) => {
    seen.push(...events.map(valueOf));
    return { accepted: events.length, refused: [], erased: 0 };
  };
  const bodies = [bus(whole), bus({ sellerId: 's1' })];
  await takeQueue(
    bodies.map((body, n) => ({ id: String(n), receives: 1, body })),
    { ...parts, take },
  );
  const around = {
    specversion: '1.0',
    id: 'e1',
    source: 'shop',
    type: 'seller.acted',
    time: '2026-11-22T09:00:00Z',
  };
  expect(seen).toEqual([whole, { ...around, data: { sellerId: 's1' } }]);
});
