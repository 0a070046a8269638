import { describe, expect, it } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { acrossRecommenders, acrossSellers } from '../../../lib/trust/evolution/calibration-between.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';

const SCALE = { name: 'level', minGap: 1e-9, minGapRule: 'as set' } as const;

/** Sellers whose trust is level + slope (mean fidelity of their first half); each recommender has its own level and quality. */
function rowsOf(
  recommenders: readonly { level: number; quality: number }[],
  slope: number,
  planError = 0,
): RoundRow[] {
  const rows: RoundRow[] = [];
  const source = streams(11);
  recommenders.forEach(({ level, quality }, k) => {
    for (let seller = 0; seller < 150; seller++) {
      const stream = source.next().value;
      const outcomes: number[] = [];
      const own = quality + 0.3 * stream.normal();
      for (let position = 1; position <= 12; position++) {
        const plan = 10 * stream.normal();
        const gap = 4 * stream.normal();
        // share of the way from plan to recommendation at which the outcome lies: above 1/2 the recommendation is closer
        const outcome = plan + (0.5 + own + 0.4 * stream.normal()) * gap;
        const [theirs, mine] = [Math.abs(plan + gap - outcome), Math.abs(plan - outcome)];
        const known = outcomes.slice(0, 6);
        const mean = known.reduce((sum, r) => sum + r, 0) / Math.max(1, known.length);
        const chosen = plan + (level + slope * mean) * gap + 0.5 * stream.normal();
        outcomes.push((mine - theirs) / (mine + theirs));
        rows.push(
          roundRow({
            sellerId: `s${seller}`,
            recommender: `r${k}`,
            line: rows.length + 2,
            position,
            priorPlan: plan + planError * stream.normal(),
            recommended: plan + gap,
            chosen,
            outcome,
          }),
        );
      }
    }
  });
  return rows;
}

const sequences = (rows: readonly RoundRow[]) =>
  sequencesOf(rows, { scale: SCALE, dropOutcomeOfUnusedRows: false });

describe('trust against fidelity, between sellers with one recommender', () => {
  it.each([0.3, 0])('finds the planted slope %d, whatever the recommenders’ own levels', (slope) => {
    const planted = [
      { level: 0.3, quality: 0.3 },
      { level: 0.7, quality: -0.3 },
    ];
    const { estimate, lower, upper, n } = acrossSellers(sequences(rowsOf(planted, slope)));
    expect(lower).toBeLessThan(slope);
    expect(upper).toBeGreaterThan(slope);
    expect(Math.abs((estimate ?? 0) - slope)).toBeLessThan(0.06);
    expect(n).toBe(150);
  });

  it('errors in plans make no slope: what is seen and what is shown share no round', () => {
    const { lower, upper } = acrossSellers(sequences(rowsOf([{ level: 0.5, quality: 0 }], 0, 1)));
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
  });

  it('needs decisions after outcomes, of different fidelity', () => {
    const rows = rowsOf([{ level: 0.5, quality: 0 }], 0);
    expect(
      acrossSellers(sequences(rows.map((row) => Object.assign({ ...row }, { outcomeSeen: false })))).reason,
    ).toBe('no seller decided after she had seen an outcome');
    const alike = rows.map((row) => Object.assign({ ...row }, { outcome: row.recommended }));
    expect(acrossSellers(sequences(alike)).reason).toBe('all sellers saw the same fidelity');
  });
});

describe('trust against fidelity, between recommenders', () => {
  const planted = [-0.4, -0.1, 0.2, 0.5].map((quality) => ({ level: 0.5 + 0.4 * quality, quality }));

  it('is a line through one point each, with Student’s t for so few', () => {
    const { estimate, se, lower, upper, n } = acrossRecommenders(sequences(rowsOf(planted, 0)));
    expect(n).toBe(4);
    expect(lower).toBeGreaterThan(0);
    expect(((upper ?? 0) - (estimate ?? 0)) / (se ?? 1)).toBeCloseTo(4.303, 3);
  });

  it('is null below three, and says so', () => {
    expect(acrossRecommenders(sequences(rowsOf(planted.slice(0, 2), 0)))).toMatchObject({
      estimate: null,
      n: 2,
      reason: 'fewer than 3 recommenders to lay a line through',
    });
  });
});
