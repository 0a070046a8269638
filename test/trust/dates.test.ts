import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRounds } from '../../lib/rounds/rounds-file.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { settingsOf } from './settings.ts';

const FOLDER = '../shared/data/rounds';
const present = existsSync(`${FOLDER}/dates.csv`);
if (!present) console.log(`skipped: ${FOLDER}/dates.csv is not here, so advice-taking data is not analysed`);

async function analyse(
  name: string,
  scale: 'auto' | 'level',
): Promise<{ estimates: Estimates; rows: readonly RoundRow[] }> {
  const { rows, sha256, total, rejected } = await readRounds({
    name,
    bytes: readFileSync(`${FOLDER}/${name}`),
  });
  const fit = fitTrust(rows, settingsOf({ scale }));
  const input = { sha256, rows: total, accepted: rows.length, rejected, rejections: [] };
  return { rows, estimates: estimatesSchema.parse(summariseTrust(fit, [estimateSellers(rows, fit)], input)) };
}

describe.skipIf(!present)('dates.csv', () => {
  let estimates: Estimates;
  beforeAll(async () => {
    ({ estimates } = await analyse('dates.csv', 'level'));
  });

  test('says which rows it used and why not the rest', () => {
    expect(estimates.input.usable.trust).toEqual({
      rows: 5984,
      unused: {
        'gap below the smallest usable gap': 1326,
        'chosen value far beyond plan and recommendation': 2,
      },
    });
    expect(estimates.input.usable.dynamics).toEqual({
      rows: 3728,
      unused: { 'outcome not shown to the seller': 3584 },
    });
    expect(estimates.dynamics.map(({ segment, sequences }) => [segment, sequences])).toEqual([
      ['all', 460],
      ['Accurate', 231],
      ['Agreeing', 229],
    ]);
    expect(estimates.dynamics[0]?.minGap).toBe(2);
  });

  test('the accurate adviser is trusted more, and both less than the outcomes seen support', () => {
    const { Accurate, Agreeing } = estimates.trust.byRecommender;
    expect(Accurate?.lower ?? 0).toBeGreaterThan(Agreeing?.upper ?? 1);
    expect(estimates.trust.calibration.gap.upper).toBeLessThan(0);
  });

  test('people keep their own plan so often that they are taken to press a button', () => {
    const buttons = estimates.health.find(({ check }) => check === 'buttons');
    expect(buttons?.status).toBe('ok');
    expect(buttons?.detail).toContain('19.0 % keep the own plan');
    expect(estimates.dynamics.map(({ estimator }) => estimator)).toEqual(['qd-adf', 'qd-adf', 'qd-adf']);
  });

  test('good outcomes do not raise trust beyond the placebo; bad ones lower it a little more', () => {
    const [everyone] = estimates.dynamics;
    const { gain, loss, gapSlope } = everyone?.parameters ?? {};
    expect(gain?.lower).toBeLessThan(0.01); // docs/model.md 7.2: no gain to speak of
    expect(gain?.upper).toBeLessThan(0.05);
    expect(loss?.estimate).toBeGreaterThan(everyone?.placebo.loss.estimate ?? 1);
    expect(gapSlope?.estimate).toBeCloseTo(0.226, 2); // 7.2: .2248 to .2310
  });

  test('each wider model fits at least as well as the one inside it', () => {
    for (const { models } of estimates.dynamics)
      models
        .slice(1)
        .forEach(({ logLikelihood }, i) =>
          expect(logLikelihood ?? Number.NaN).toBeGreaterThanOrEqual(
            (models[i]?.logLikelihood ?? Number.NaN) - 1e-6,
          ),
        );
  });
});

describe.skipIf(!existsSync(`${FOLDER}/houses.csv`))('houses.csv', () => {
  test('no outcome was shown: trust is static and the placebo stands alone', async () => {
    const { estimates } = await analyse('houses.csv', 'auto');
    const [everyone] = estimates.dynamics;
    expect(everyone?.scale).toBe('log');
    expect(everyone?.models.map(({ name }) => name)).toEqual(['static']);
    expect(everyone?.parameters['gain']?.reason).toContain('no outcome was seen');
    expect(everyone?.placebo.gain.estimate).not.toBeNull();
    expect(estimates.trust.overall.estimate).toBeCloseTo(0.61, 1);
    expect(estimates.trust.calibration.gap.reason).toContain('no seller has seen an outcome');
  });
});
