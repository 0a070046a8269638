import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { trustOutcome } from '../../../lib/processes/outcomes/from-rows.ts';
import { outcomeOf } from '../../../lib/processes/outcomes/outcome.ts';
import { panelOf } from '../../../lib/processes/rollout/panel.ts';
import { estimateRollout } from '../../../lib/processes/rollout/rollout.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { settingsOf } from '../../trust/settings.ts';
import { panelRounds, plantedEffect, reasonsRollout } from './trust-panel.ts';

const numpy = ((): boolean => {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
if (!numpy)
  console.log(
    'skipped: no python3 with numpy here, so reference/trust-panel.py cannot make the panel of a rollout',
  );

describe.skipIf(!numpy)('`reasons` on trust panel v1, 10,000 sellers', () => {
  let rows: RoundRow[] = [];
  beforeAll(() => {
    const csv = execFileSync('python3', ['reference/trust-panel.py', '10000', '20260101'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    rows = panelRounds(csv);
  }, 60_000);

  test.each([
    [10_000, false],
    [6_000, true],
  ])(
    'unbiased scores, %d sellers: .0742 at week 5 within 2 standard errors; covariates: %s',
    (sellers, adjusted) => {
      const found = estimateRollout(reasonsRollout(rows.slice(0, 26 * sellers), adjusted));
      if (!('dynamic' in found)) throw new Error(found.detail);
      for (const e of [-4, -2, 1, 3, 5, 9]) {
        const point = found.dynamic.find(({ at }) => at === e);
        expect(Math.abs((point?.estimate ?? 1) - plantedEffect(e))).toBeLessThan(2 * (point?.se ?? 0));
      }
      expect(plantedEffect(5)).toBeCloseTo(0.0742, 4);
      expect(found.preTrend?.p).toBeGreaterThan(0.05);
      expect(found.dynamic.find(({ at }) => at === 9)?.bandLower).toBeGreaterThan(0); // and it is found at all
    },
  );

  test('smoothed trust is refused at every door', () => {
    const some = rows.slice(0, 26 * 30);
    const { sellers } = estimateSellers(some, fitTrust(some, settingsOf({ scale: 'level' })));
    const trust = Float64Array.from(sellers, (seller) => seller.trust ?? Number.NaN);
    const columns = {
      y: trust,
      cluster: Int32Array.from(sellers.keys()),
      sellers: sellers.map((s) => s.sellerId),
    };
    expect(() => outcomeOf('smoothed trust', columns)).toThrow(/11 % of the true one/);
    expect(() => outcomeOf('trust', columns)).toThrow(/11 % of the true one/);
    const asRounds: readonly RoundRow[] = JSON.parse(JSON.stringify(sellers));
    expect(() => trustOutcome(asRounds, { name: 'level', minGap: 1, minGapRule: '' })).toThrow(
      /11 % of the true one/,
    );
    const asOutcome = JSON.parse(JSON.stringify({ kind: 'trust', ...columns }));
    const period = new Int32Array(trust.length);
    expect(() => panelOf(asOutcome, { period, periods: 1, cohort: period })).toThrow(/11 % of the true one/);
  });
});
