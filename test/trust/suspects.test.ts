import { describe, expect, it } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { defaultSettings, simulatedRecommenders } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { withoutSuspects } from '../../lib/trust/suspects.ts';
import { roundRow } from './row.ts';
import { settingsOf } from './settings.ts';

const INPUT = { sha256: 'x', rows: 0, accepted: 0, rejected: 0, rejections: [] };
const { rows } = simulate({
  ...defaultSettings('trust-embedded'),
  sellers: 80,
  rounds: 12,
  recommenders: simulatedRecommenders(1),
});
const analysed = (all: readonly RoundRow[], split = all.length) => {
  const fit = fitTrust(all, settingsOf({ referenceGap: 0.3, estimator: 'kf' }));
  const parts = [all.slice(0, split), all.slice(split)].map((part) => estimateSellers(part, fit));
  return summariseTrust(fit, parts, INPUT);
};
/** A robot that takes every recommendation and is full of praise. */
const robots = rows.map((row, k): RoundRow =>
  k % 5 === 0
    ? { ...row, chosen: row.recommended, trustRating: 7, suspect: true }
    : { ...row, trustRating: 3 },
);

describe('answers that a robot may have given', () => {
  it('leave trust as it is without them, to the digit', () => {
    const { trust, health } = analysed(robots);
    const clean = analysed(withoutSuspects(robots)).trust;
    expect(trust.withoutSuspects).toMatchObject({
      answers: robots.filter(({ suspect }) => suspect).length,
      overall: clean.overall,
      stated: clean.stated,
      shown: clean.shown,
    });
    expect(trust.overall.estimate).toBeGreaterThan((clean.overall.estimate ?? 1) + 0.02);
    const row = health.find(({ check }) => check === 'answers of robots');
    expect(row?.status).toBe('warn');
    expect(row?.detail).toMatch(/: 192; .*stated 3\.80 with them and 3\.00 without/);
  });

  it('do not depend on how sellers are split', () => {
    const half = robots.findIndex(({ sellerId }) => sellerId === robots[480]?.sellerId);
    expect(analysed(robots, half).trust).toEqual(analysed(robots).trust);
  });

  it('where there are none, both are one', () => {
    const { trust, health } = analysed(rows);
    expect(trust.withoutSuspects.answers).toBe(0);
    expect(trust.withoutSuspects.overall).toEqual(trust.overall);
    expect(health.find(({ check }) => check === 'answers of robots')?.status).toBe('ok');
  });

  it('where all are, nothing can be told without them', () => {
    const { trust } = analysed(rows.map((row) => Object.assign({}, row, { suspect: true as const })));
    expect(trust.withoutSuspects.overall.estimate).toBeNull();
    expect(trust.withoutSuspects.overall.reason).not.toBeNull();
  });

  it('go with plan, choice and rating; recommendation and outcome stay', () => {
    const [left] = withoutSuspects([roundRow({ suspect: true, trustRating: 5, response: 'accept' })]);
    expect(left).toMatchObject({ priorPlan: null, chosen: null, response: null, trustRating: null });
    expect(left).toMatchObject({ recommended: 140, outcome: 150 });
    const other = roundRow();
    expect(withoutSuspects([other])[0]).toBe(other);
  });
});
