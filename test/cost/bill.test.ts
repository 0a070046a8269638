import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bill, billOf } from '../../lib/cost/bill.ts';
import { limitsOf } from '../../lib/cost/limits.ts';
import { PRICED, PRICES, priceOf } from '../../lib/cost/prices.ts';
import { newsShare } from '../../lib/cost/nights.ts';
import { DEFAULTS, type Usage } from '../../lib/cost/usage.ts';
import { PRICES as PLANNED } from '../../lib/simulation/plan/prices.ts';
import { EVENTS, MAILS } from './stages.ts';

const STAGES = [EVENTS, MAILS] as const;
const USAGE: Usage = { ...DEFAULTS, sellers: 10_000, waves: 4 };

const SEED = { seed: 1 };
const stages = fc.constantFrom(...STAGES);
const usages = fc
  .record({
    sellers: fc.integer({ min: 0, max: 100_000_000 }),
    waves: fc.double({ min: 0, max: 31, noNaN: true }),
    rounds: fc.double({ min: 0, max: 60, noNaN: true }),
    recommenders: fc.integer({ min: 1, max: 9 }),
    openRate: fc.double({ min: 0, max: 1, noNaN: true }),
    answered: fc.double({ min: 0, max: 1, noNaN: true }),
    months: fc.double({ min: 0, max: 120, noNaN: true }),
  })
  .map(({ answered, ...usage }): Usage => Object.assign(usage, { answerRate: usage.openRate * answered }));

/** Traces aside: Lambda takes a share of them beyond one a second. */
const untraced = ({ lines }: Bill): number =>
  lines.reduce((sum, { good, usd }) => sum + (good === 'traces' ? 0 : usd), 0);

describe('the bill of a month', () => {
  it('never falls with sellers, waves, rounds, opened links or months', () => {
    const more = fc.constantFrom<Partial<Record<keyof Usage, number>>>(
      { sellers: 1000 },
      { waves: 0.5 },
      { rounds: 1 },
      { recommenders: 1 },
      { months: 1 },
    );
    fc.assert(
      fc.property(usages, stages, more, (usage, stage, step) => {
        const raised = Object.entries(step).map(([name, by]) => [name, usage[name as keyof Usage] + by]);
        const dearer = billOf({ ...usage, ...Object.fromEntries(raised) }, stage).usd;
        expect(dearer).toBeGreaterThanOrEqual(billOf(usage, stage).usd * (1 - 1e-12));
      }),
      SEED,
    );
  });

  it('grows by the same with every so many sellers, all fitted at once or all by passes', () => {
    fc.assert(
      fc.property(usages, stages, (usage, stage) => {
        const { load } = billOf(usage, stage);
        const rows = load.kept / stage.tenants;
        const most = stage.rowsAtOnce;
        fc.pre(3 * rows <= most || (rows > most && 3 * rows <= 1024 * most));
        const of = (times: number) => untraced(billOf({ ...usage, sellers: times * usage.sellers }, stage));
        const [once, twice, thrice] = [of(1), of(2), of(3)];
        // of the fit, what is below rowsAtOnce is in all three
        expect((thrice - twice) / (twice - once || 1)).toBeCloseTo(twice === once ? 0 : 1, 6);
      }),
      { ...SEED, numRuns: 300 },
    );
  });

  it('of nobody is the fixed part, and every line adds up', () => {
    fc.assert(
      fc.property(usages, stages, (usage, stage) => {
        const nobody = billOf({ ...usage, sellers: 0 }, stage);
        expect(nobody.usd).toBeCloseTo(nobody.fixedUsd, 9);
        expect(nobody.usdPerAnswer).toBeNull();
        const { usd, lines, drivers, fixedUsd } = billOf(usage, stage);
        expect(lines.reduce((sum, line) => sum + line.usd, 0) / usd).toBeCloseTo(1, 9);
        expect(drivers.reduce((sum, line) => sum + line.usd, 0) / usd).toBeCloseTo(1, 9);
        expect(lines.reduce((sum, line) => sum + line.fixedUsd, 0)).toBeCloseTo(fixedUsd, 6);
      }),
      SEED,
    );
  });

  it('by hand, for the writes of what comes in and is asked', () => {
    const { load, lines } = billOf(USAGE, STAGES[0]);
    expect(load.rounds).toBe(43_500);
    expect(load.invitations / 10_000).toBeCloseTo((4 * 30.4375) / 91, 4); // perQuarter 4
    const events = 10_000 * 2 + 43_500 * (3 + 3 + 3 + 3.59);
    const writes = lines.find(({ good }) => good === 'writes')?.quantity ?? 0;
    expect(writes - events).toBeCloseTo(
      load.invitations * (12 + 6 + 5) + load.answers * (3 + 6.83 + 0.5 * 3.57),
      -4,
    );
  });

  it('of mails is dearer than of events, of nights than of weeks', () => {
    const [prod, mail] = STAGES;
    const usd = (stage: (typeof STAGES)[number]) => billOf(USAGE, stage).usd;
    expect(usd({ ...prod, delivery: mail.delivery })).toBeGreaterThan(usd(prod));
    expect(usd({ ...prod, analysesAMonth: 30 })).toBeGreaterThan(usd(prod));
  });

  it('of nights by hand, for what they read; they are cheaper than full analyses as often', () => {
    const [prod] = STAGES;
    const nightly = { ...prod, nightsAMonth: 26 };
    const share = newsShare(USAGE);
    expect(share).toBeCloseTo(1 - Math.exp((-4.35 * 3) / 30.4375), 12);
    const reads = (stage: (typeof STAGES)[number]) =>
      billOf(USAGE, stage).lines.find(({ good }) => good === 'reads')?.quantity ?? 0;
    const rows = 4.35 * 12; // of a seller, 0.271 units each
    expect(reads(nightly) - reads(prod)).toBeCloseTo(26 * (512 + share * 10_000 * (rows * 0.271 + 1)), -2);
    for (const sellers of [0, 10_000, 10_000_000]) {
      const usd = (stage: (typeof STAGES)[number]) => billOf({ ...USAGE, sellers }, stage).usd;
      const full = usd({ ...prod, analysesAMonth: prod.analysesAMonth + 26 });
      expect(usd(nightly)).toBeLessThan(full * 1.01);
      expect(usd(nightly)).toBeGreaterThan(usd(prod));
    }
  });

  it.each([
    [{ sellers: -1 }, 'a whole number of sellers, found -1'],
    [{ sellers: 1.5 }, 'a whole number of sellers, found 1.5'],
    [{ waves: Number.NaN }, 'waves of at least 0, found NaN'],
    [{ months: Infinity }, 'months of at least 0, found Infinity'],
    [{ openRate: 1.2 }, 'openRate from 0 to 1, found 1.2'],
    [{ answerRate: 0.5, openRate: 0.4 }, 'openRate of at least answerRate'],
  ])('refuses %j', (wrong, words) => {
    expect(() => billOf({ ...USAGE, ...wrong }, STAGES[0])).toThrow(words);
  });
});

describe('the limits', () => {
  it('come nearer with sellers', () => {
    fc.assert(
      fc.property(usages, stages, (usage, stage) => {
        const shares = (sellers: number) =>
          new Map(limitsOf({ ...usage, sellers }, stage).map(({ limit, share }) => [limit, share]));
        const more = shares(usage.sellers + 10_000);
        for (const [limit, share] of shares(usage.sellers))
          expect(more.get(limit)).toBeGreaterThanOrEqual(share);
      }),
      SEED,
    );
  });

  it('are out of sight at a thousand sellers', () => {
    for (const stage of STAGES)
      expect(limitsOf({ ...USAGE, sellers: 1000 }, stage).filter(({ share }) => share > 0.25)).toEqual([]);
  });
});

describe('the prices', () => {
  it('are dated, each with its source', () => {
    expect(PRICED.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const { source, usd } of Object.values(PRICES)) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/);
      expect(usd).toBeGreaterThan(0);
    }
    expect(priceOf('writes', 2_000_000)).toBe(1.25);
  });

  it('are those of trust plan too', () => {
    const known = { SES: 'mails', writes: 'writes', reads: 'reads', 'HTTP API': 'requests' } as const;
    for (const [words, good] of Object.entries(known))
      expect(PLANNED.find(({ what }) => what.includes(words))).toMatchObject({
        usd: PRICES[good].usd,
        per: PRICES[good].per,
      });
  });
});
