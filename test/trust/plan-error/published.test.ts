import { describe, expect, test } from 'vitest';
import { defaultSettings, type SimulationSettings } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../../lib/trust/estimates.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { attenuatedTrust } from '../../../lib/trust/plan-error/attenuation.ts';
import type { Quantity } from '../../../lib/trust/quantity-schema.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { parseTrustFit } from '../../../lib/trust/trust-fit.ts';
import { settingsOf } from '../settings.ts';

/** Sellers whose trust is .5 and stays so, with gaps of variance .25: docs/model.md 6.11, by the whole way. */
function published(change: Partial<SimulationSettings>): Estimates {
  const still = { initialSd: 0, gain: 0, loss: 0, driftSd: 0, sellers: 200, rounds: 10, seed: 4 };
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), ...still, ...change });
  const fit = parseTrustFit(JSON.stringify(fitTrust(rows, settingsOf({ scale: 'log' }))));
  const input = { sha256: '', rows: rows.length, accepted: rows.length, rejected: 0, rejections: [] };
  return estimatesSchema.parse(summariseTrust(fit, [estimateSellers(rows, fit)], input));
}

const off = ({ estimate }: Quantity, truth: number): number => Math.abs((estimate ?? 9) - truth);

describe('plans noted with error', () => {
  test.each([
    [0.1, 0.519],
    [0.2, 0.569],
    [0.3, 0.632],
  ])('nu %d: trust reads %d, and .5 when corrected', (priorNoiseSd, seen) => {
    const { trust } = published({ priorNoiseSd, repeatedPlans: 0.5 });
    const { variance, corrected } = trust.planError;
    console.log(
      `nu ${priorNoiseSd}: trust ${trust.overall.estimate?.toFixed(3)} (expected ${seen}), nu^2 ${variance.estimate?.toFixed(4)}, corrected ${corrected.estimate?.toFixed(3)} se ${corrected.se?.toFixed(4)}`,
    );
    expect(attenuatedTrust(0.5, 0.25, priorNoiseSd ** 2)).toBeCloseTo(seen, 2);
    expect(off(trust.overall, seen)).toBeLessThan(0.025);
    expect(off(variance, priorNoiseSd ** 2)).toBeLessThan(3 * (variance.se ?? 0));
    expect(off(corrected, 0.5)).toBeLessThan(3 * (corrected.se ?? 0));
    expect(corrected.se).toBeLessThan(0.02);
  });
});

test('common information reads as trust, .685; the jitter says .5', () => {
  const { trust, sender } = published({
    commonInformation: 0.3,
    rounds: 40,
    sender: { jitterSd: 0.05, forecastLogged: false, margin: null, costs: null },
  });
  const [row] = sender;
  console.log(
    `trust ${trust.overall.estimate?.toFixed(3)} (expected .685), by jitter ${row?.jitterTrust.estimate?.toFixed(3)} se ${row?.jitterTrust.se?.toFixed(3)}`,
  );
  expect(off(trust.overall, 0.685)).toBeLessThan(0.02);
  expect(row && off(row.jitterTrust, 0.5)).toBeLessThan(3 * (row?.jitterTrust.se ?? 0));
  expect(row?.jitterTrust.se).toBeLessThan(0.06);
});
