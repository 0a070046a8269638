import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUGS, type Bug } from '../../bench/faults/bugs.ts';
import { freshTables } from '../../bench/faults/fresh-tables.ts';
import { historyOf } from '../../bench/faults/history.ts';
import { judged } from '../../bench/faults/in-process.ts';
import { shrink } from '../../bench/faults/shrink.ts';
import { startEngine } from '../../lib/local/engine.ts';
import type { Engine } from '../../lib/local/running-engine.ts';
import type { Tables } from '../tables.ts';

/** A short version of bench/faults.ts. */
const SMALL = { sellers: 8, rounds: 8, days: 25 };
const TINY = { sellers: 4, rounds: 4, days: 20, erased: 0 };

let engine: Engine;
let tables: () => Promise<Tables>;
beforeAll(async () => {
  engine = await startEngine();
  tables = freshTables(engine);
});
afterAll(() => engine.stop());

describe('histories with faults between SDK and engine', () => {
  it.each([1, 2, 3])('keep every invariant: seed %i', async (seed) => {
    const { ended, violations } = await judged(historyOf(seed, SMALL), await tables());
    expect(violations).toEqual([]);
    const { handled } = ended.world.seen;
    expect(handled.get('events')).toBeGreaterThan(700); // it did happen
    expect(handled.get('requests of sellers')).toBeGreaterThan(5);
    expect(handled.get('messages of the outbox')).toBeGreaterThan(20);
  });

  it('are the same by the same seed, call for call', async () => {
    const [first, second] = [await trace(6), await trace(6)];
    expect(second).toEqual(first);
  });
});

async function trace(seed: number) {
  const { ended } = await judged(historyOf(seed, TINY), await tables());
  const { seen, clock } = ended.world;
  return {
    now: clock.now(),
    faults: [...seen.faults],
    mails: seen.mails.map(({ id, at }) => [id, at]),
    outbox: seen.outbox,
  };
}

/** What a suite that can find nothing would not find. */
const FOUND_AS: Readonly<Record<Bug, RegExp>> = {
  'conditions are dropped': /^R/,
  'rounds are not written': /^R(2|5)/,
  'the first report wins': /^R5/,
  'mails in doubt are sent again': /^R6/,
  'the ledger is not asked': /^R(7|13)/,
  'closed links work': /^R8/,
};

describe('a mistake in the product', () => {
  it.each(BUGS)('is found: %s', async (bug) => {
    const found: string[] = [];
    for (let seed = 1; found.length === 0 && seed <= 6; seed += 1) {
      const { violations } = await judged(historyOf(seed, { ...TINY, erased: 0.4 }), await tables(), bug);
      found.push(...violations.map(({ invariant }) => invariant));
    }
    expect(found).toEqual(expect.arrayContaining([expect.stringMatching(FOUND_AS[bug])]));
  });

  it('is told by the smallest part of its history', async () => {
    const history = historyOf(1, TINY);
    const again = async (smaller: typeof history) =>
      (await judged(smaller, await tables(), 'rounds are not written')).violations.some(({ invariant }) =>
        invariant.startsWith('R2'),
      );
    const smallest = await shrink(history, again, 25);
    expect(smallest.steps.length).toBeLessThan(history.steps.length / 2);
    await expect(again(smallest)).resolves.toBe(true);
  });
});
