import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUGS, type Bug } from '../../bench/faults/bugs.ts';
import { freshTables } from '../../bench/faults/fresh-tables.ts';
import { historyOf } from '../../bench/faults/history.ts';
import { judged } from '../../bench/faults/in-process.ts';
import { shrink } from '../../bench/faults/shrink.ts';
import { count } from '../../bench/faults/witness.ts';
import { startEngine } from '../../lib/local/engine.ts';
import type { Engine } from '../../lib/local/running-engine.ts';
import type { Tables } from '../tables.ts';

/** A short version of bench/faults.ts. */
const SMALL = { sellers: 8, rounds: 7, days: 22 };
const TINY = { sellers: 5, rounds: 5, days: 20, erased: 0.3 };

let engine: Engine;
let tables: () => Promise<Tables>;
beforeAll(async () => {
  engine = await startEngine();
  tables = freshTables(engine);
});
afterAll(() => engine.stop());

describe('histories with faults between SDK and engine', { timeout: 300_000 }, () => {
  it('keep every invariant: three seeds', async () => {
    const handled = new Map<string, number>();
    for (const seed of [2, 7, 9]) {
      const { ended, violations } = await judged(historyOf(seed, SMALL), await tables());
      expect([seed, violations]).toEqual([seed, []]);
      for (const [what, times] of ended.world.seen.handled) count(handled, what, times);
    }
    // it did happen
    expect(handled.get('events')).toBeGreaterThan(2000);
    expect(handled.get('requests of sellers')).toBeGreaterThan(50);
    expect(handled.get('messages of the outbox')).toBeGreaterThan(50);
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

/** A suite that cannot fail tells nothing: each mistake, the seed of a history that meets it, and what it is found as. */
const FOUND: Readonly<Record<Bug, readonly [seed: number, found: RegExp]>> = {
  'conditions are dropped': [0, /^R/],
  'rounds are not written': [7, /^R2 .*|^R5/],
  'the first report wins': [5, /^R5/],
  'mails in doubt are sent again': [17, /^R6/],
  'the ledger is not asked': [5, /^R13/],
  'closed links work': [7, /^R8/],
};

describe('a mistake in the product', () => {
  it.each(BUGS)('is found: %s', async (bug) => {
    const [seed, found] = FOUND[bug];
    const { violations } = await judged(historyOf(seed, TINY), await tables(), bug);
    expect(violations.map(({ invariant }) => invariant)).toEqual(
      expect.arrayContaining([expect.stringMatching(found)]),
    );
  });

  it('is told by the smallest part of its history', async () => {
    const history = historyOf(7, TINY);
    const again = async (smaller: typeof history) =>
      (await judged(smaller, await tables(), 'rounds are not written')).violations.some(({ invariant }) =>
        invariant.startsWith('R2'),
      );
    const smallest = await shrink(history, again, 12);
    expect(smallest.steps.length).toBeLessThan(history.steps.length / 2);
    await expect(again(smallest)).resolves.toBe(true);
  });
});
