import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '../../../lib/trust/quantity.ts';
import { lowered, regained, shortfall, trustAfter, type Spell } from '../../../lib/trust/stress/shortfall.ts';
import type { StressFit } from '../../../lib/trust/stress/stress-schema.ts';
import { stressTest } from '../../../lib/trust/stress/stress-test.ts';
import { defaultSettings, simulatedRecommenders } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { settingsOf } from '../settings.ts';

const motion = { gain: 0.1, loss: 0.2 };
const spell: Spell = {
  periods: 4,
  perPeriod: 1,
  usual: { rp: 0.3, rn: 0.1 },
  worse: { rp: 0.25, rn: 0.15 },
};
const fit: StressFit = {
  segment: 'all',
  motion,
  covariance: [
    [0.0001, 0.00002],
    [0.00002, 0.0004],
  ],
  usual: spell.usual,
  worse: spell.worse,
  perPeriod: 1,
  period: 'week',
  outcomes: 2000,
  reason: null,
};
const start = quantity(0.5, 0.01, 200, [0, 1]);

const sd = (values: readonly number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
};

describe('a spell of worse recommendations', () => {
  it('is the law of motion step by step', () => {
    let [usual, worse] = [0.5, 0.5];
    for (let week = 1; week <= 10; week += 1) {
      const quality = week <= 4 ? spell.worse : spell.usual;
      usual += 0.1 * 0.3 * (1 - usual) - 0.2 * 0.1 * usual;
      worse += 0.1 * quality.rp * (1 - worse) - 0.2 * quality.rn * worse;
      expect(shortfall(0.5, motion, spell, week)).toBeCloseTo(usual - worse, 12);
    }
  });

  it('leaves a tenth of the shortfall when nine tenths are regained', () => {
    const end = shortfall(0.5, motion, spell, 4);
    expect(shortfall(0.5, motion, spell, 4 + regained(motion, spell))).toBeCloseTo(end / 10, 12);
  });

  it('never builds trust, deepens with the drop and the loss, and heals', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        share,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1 }),
        (a, gain, loss, rs) => {
          const of = (drop: number) => {
            const fallen = rs.map((r) => lowered(r, drop));
            const mean = (f: (r: number) => number) => fallen.reduce((sum, r) => sum + f(r), 0) / rs.length;
            return { rp: mean((r) => Math.max(r, 0)), rn: mean((r) => Math.max(-r, 0)) };
          };
          const at = (drop: number, k: number) =>
            shortfall(a, { gain, loss }, { ...spell, usual: of(0), worse: of(drop) }, k);
          expect(at(0.1, 4)).toBeGreaterThanOrEqual(-1e-12);
          expect(at(0.2, 4)).toBeGreaterThanOrEqual(at(0.1, 4) - 1e-12);
          expect(at(0.1, 9)).toBeLessThanOrEqual(at(0.1, 4) + 1e-12);
          expect(at(0, 7)).toBeCloseTo(0, 12);
        },
      ),
    );
  });

  it('fidelity falls by a tenth on a scale from always wrong to always right', () => {
    expect(lowered(1, 0.1)).toBeCloseTo(0.8, 12);
    expect(lowered(0, 0.1)).toBeCloseTo(-0.1, 12);
    expect(lowered(-1, 0.1)).toBe(-1);
  });

  it('has the band that drawing gain, loss and start from their distribution has', () => {
    const { shortfall: told, regained: back } = stressTest(fit, start);
    const stream = streams(5).next().value;
    const drawn = Array.from({ length: 20_000 }, () => {
      const [u, v] = [stream.normal(), stream.normal()];
      const m = { gain: 0.1 + 0.01 * u, loss: 0.2 + 0.002 * u + Math.sqrt(0.0004 - 0.000004) * v };
      return [shortfall(0.5 + 0.01 * stream.normal(), m, spell, 4), Math.log(regained(m, spell))] as const;
    });
    expect(told.se).toBeCloseTo(sd(drawn.map(([below]) => below)), 4);
    const log = Math.log((back.upper ?? 0) / (back.estimate ?? 1)) / 1.959964;
    expect(Math.abs(log / sd(drawn.map(([, weeks]) => weeks)) - 1)).toBeLessThan(0.05);
  });

  it('is not told where trust does not move, stands at a bound or is not known', () => {
    const still = stressTest({ ...fit, motion: null, reason: 'it stands still' }, start);
    expect(still).toMatchObject({ path: [], shortfall: { estimate: null, reason: 'it stands still' } });
    const unknown = stressTest(fit, { ...start, estimate: null, reason: 'nobody' });
    expect(unknown.shortfall).toMatchObject({ estimate: null, reason: 'nobody' });
    const held = stressTest({ ...fit, covariance: null, reason: 'gain or loss is zero' }, start);
    expect(held.shortfall).toMatchObject({ lower: null, reason: 'gain or loss is zero' });
    expect(stressTest({ ...fit, motion: { gain: 0, loss: 0 } }, start).shortfall.estimate).toBeNull();
  });

  it('of a simulated marketplace holds what its planted parameters give', () => {
    const { rows } = simulate({
      ...defaultSettings('trust-embedded'),
      sellers: 200,
      rounds: 20,
      recommenders: simulatedRecommenders(1),
      gain: 0.1,
      loss: 0.2,
    });
    const found = fitTrust(rows, settingsOf());
    const input = { sha256: 'x', rows: 0, accepted: 0, rejected: 0, rejections: [] };
    const [told] = summariseTrust(found, [estimateSellers(rows, found)], input).stress;
    const [about] = found.stress;
    const planted = { ...spell, usual: about?.usual ?? spell.usual, worse: about?.worse ?? spell.worse };
    const truth = shortfall(
      told?.start.estimate ?? 0,
      motion,
      { ...planted, perPeriod: about?.perPeriod ?? 0 },
      4,
    );
    expect(truth).toBeGreaterThan(told?.shortfall.lower ?? 1);
    expect(truth).toBeLessThan(told?.shortfall.upper ?? 0);
  });

  it('without outcomes leaves trust where it is', () => {
    expect(trustAfter(0.4, 10, { gain: 0, loss: 0 }, spell.usual)).toBe(0.4);
    expect(trustAfter(0.4, 0, motion, spell.usual)).toBeCloseTo(0.4, 12);
  });
});
