import { describe, expect, it } from 'vitest';
import { DESIGNS } from './coverage-designs.ts';

const RUNS = 150;
/** .93 to .97, as bench/observational-coverage.ts holds them with 2,000 runs, widened by 2.33 Monte Carlo standard errors. */
const WIDER = 2.33 * Math.sqrt((0.05 * 0.95) / RUNS);

describe('95 % intervals hold the truth', () => {
  it.each(['PLR', 'PLR-trust', 'ATE', 'segment', 'answers'])('%s', (name) => {
    const found = Array.from({ length: RUNS }, (_, run) => DESIGNS[name]?.(run + 1) ?? null);
    expect(found).not.toContain(null);
    const held = found.filter((each) => each && each.lower <= each.truth && each.truth <= each.upper).length;
    expect(held / RUNS).toBeGreaterThan(0.93 - WIDER);
    expect(held / RUNS).toBeLessThanOrEqual(Math.min(1, 0.97 + WIDER));
  });
});
