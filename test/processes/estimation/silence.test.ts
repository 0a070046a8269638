import { describe, expect, it } from 'vitest';
import { trustAndResult } from '../../../lib/processes/estimation/growth.ts';
import { practicesOf } from '../../../lib/processes/estimation/practice.ts';
import { silenceOf } from '../../../lib/processes/estimation/silence.ts';
import { statedByAll } from '../../../lib/processes/estimation/stated-by-all.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { decisionOf } from '../../../lib/trust/decision.ts';
import { SCALE, experiment, marketplace } from './marketplace.ts';

const weight = (row: Parameters<typeof decisionOf>[0]) => {
  const decision = decisionOf(row, SCALE);
  return typeof decision === 'string' ? 0.5 : decision.move / decision.gap;
};

describe('stated trust of all sellers', () => {
  /** Sellers who trust less answer more: the plain mean is too low. */
  const stream = streams(3).next().value;
  const rows = marketplace({ seed: 21, sellers: 400, weeks: 6 });
  const trust = new Map<string, number>();
  for (const row of rows) trust.set(row.sellerId, (trust.get(row.sellerId) ?? 0) + weight(row) / 6);
  const answer = new Map(
    [...trust].map(([id, t]) => [id, Math.min(7, Math.max(1, 4 + 8 * (t - 0.5) + 0.5 * stream.normal()))]),
  );
  const all = [...answer.values()].reduce((sum, y) => sum + y, 0) / answer.size;
  const answers = new Map([...trust].map(([id, t]) => [id, stream.uniform() < (t < 0.5 ? 0.6 : 0.15)]));
  const rated = rows.map((row) =>
    Object.assign({}, row, {
      trustRating: answers.get(row.sellerId) === true ? (answer.get(row.sellerId) ?? null) : null,
    }),
  );

  it('comes back from what is known of the silent; bounds hold it whatever they think', () => {
    const { corrected, answered, lowest, highest } = statedByAll(rated, SCALE, 1);
    const own = [...answer].filter(([id]) => answers.get(id)).map(([, y]) => y);
    const plain = own.reduce((sum, y) => sum + y, 0) / own.length;
    expect(answered).toBe(own.length);
    expect(plain).toBeLessThan(all - 0.25);
    expect(Math.abs((corrected.estimate ?? 0) - all)).toBeLessThan(0.4 * Math.abs(plain - all));
    expect(lowest).toBeLessThan(all);
    expect(highest).toBeGreaterThan(all);
  });

  it('is not told where nobody answered', () => {
    expect(statedByAll(rows, SCALE, 1)).toMatchObject({
      answered: 0,
      corrected: { estimate: null },
      lowest: null,
    });
  });
});

describe('silence under a process', () => {
  const rows = marketplace({
    seed: 22,
    sellers: 120,
    weeks: 8,
    meets: (i) => ({ reasons: i % 2 }),
    adds: { reasons: 0.3 },
  });
  const silent = rows.map((row, k) =>
    k % 10 === 0 ? Object.assign({}, row, { chosen: null, response: 'none' as const }) : row,
  );

  it('has bounds around what is seen, and a shift that would overturn it', () => {
    const [practice] = practicesOf(silent, []);
    const found = practice && silenceOf(practice, SCALE);
    expect(found?.share).toBeCloseTo(0.1, 2);
    expect(found?.difference).toBeGreaterThan(0.2);
    expect(found?.lower).toBeLessThan(found?.difference ?? 0);
    expect(found?.upper).toBeGreaterThan(found?.difference ?? 1);
    expect(found?.tippingShift).toBeNull(); // a tenth of rounds cannot undo .3
  });

  it('is counted in the rounds since an experiment began: before, nobody met it', () => {
    const reasons = experiment('reasons');
    const all = marketplace({
      seed: 23,
      sellers: 120,
      weeks: 12,
      experiments: [reasons],
      adds: { reasons: 0.3 },
    });
    const quiet = all.map((row, k) =>
      k % 10 === 0 ? Object.assign({}, row, { chosen: null, response: 'none' as const }) : row,
    );
    const [practice] = practicesOf(quiet, [reasons]);
    const found = practice && silenceOf(practice, SCALE);
    expect(found?.difference).toBeGreaterThan(0.19); // with the four weeks before, a third of it would be lost
    expect(found?.share).toBeCloseTo(0.1, 2);
  });

  it('is nothing where everybody decided', () => {
    const [practice] = practicesOf(rows, []);
    expect(practice && silenceOf(practice, SCALE)).toBeNull();
  });
});

describe('trust and result', () => {
  it('are associated where sellers who trust more earn more, with how strong a common cause would have to be', () => {
    const stream = streams(5).next().value;
    const rows = marketplace({ seed: 23, sellers: 150, weeks: 8 }).map((row) =>
      Object.assign(row, { result: 100 + 40 * weight(row) + 10 * stream.normal() }),
    );
    const { association, robustness } = trustAndResult(rows, SCALE, 1);
    expect(association.lower).toBeGreaterThan(0);
    expect(robustness).toBeGreaterThan(0.01);
    const noise = rows.map((row) => Object.assign({}, row, { result: stream.normal() }));
    const none = trustAndResult(noise, SCALE, 1);
    expect(none.association.lower).toBeLessThan(0);
    expect(none.association.upper).toBeGreaterThan(0);
  });

  it('are not told without results', () => {
    expect(
      trustAndResult(marketplace({ seed: 24, sellers: 30, weeks: 3 }), SCALE, 1).association.estimate,
    ).toBeNull();
  });
});
