import { describe, expect, it } from 'vitest';
import { renderReport } from '../../lib/report/report.ts';
import { suppressSmallGroups } from '../../lib/report/suppression.ts';
import type { QuarterlyMean } from '../../lib/trust/response-schema.ts';
import { estimates, META } from './fixture.ts';

const told = (sellers: number, mean = 4.25) => ({ sellers, mean, lower: 4, upper: 4.5 });
const row = (sellers: number, clean: number): QuarterlyMean => ({
  wave: 'q1',
  dimension: 'ability',
  item: 'ability-right@1',
  ...told(sellers),
  withoutSuspects: told(clean, 3.75),
});

const shown = (quarterly: QuarterlyMean) =>
  suppressSmallGroups(estimates({ quarterly: [quarterly] })).quarterly;

describe('who was asked', () => {
  it('is withheld where fewer than five sellers were', () => {
    const known = estimates().response;
    const of = (sellers: number) =>
      suppressSmallGroups(estimates({ response: { ...known, sellers } })).response;
    expect(of(5)).toEqual({ ...known, sellers: 5 });
    expect(Object.values(of(4)).filter((value) => typeof value === 'number')).toEqual([]);
    expect(of(4).reason).toBe('fewer than 5 sellers were asked');
    const page = renderReport(estimates({ response: { ...known, sellers: 4 } }), META);
    expect(page).not.toContain('Who was asked, and who answered');
    expect(renderReport(estimates(), META)).toContain('Who was asked, and who answered');
  });
});

describe('quarterly answers', () => {
  it('of fewer than five sellers are not there at all', () => {
    expect(shown(row(4, 4))).toEqual([]);
    expect(shown(row(5, 5))).toHaveLength(1);
  });

  it('of fewer than five suspects are not found by subtraction', () => {
    expect(shown(row(30, 26))[0]?.withoutSuspects).toEqual({
      sellers: 26,
      mean: null,
      lower: null,
      upper: null,
    });
    expect(shown(row(30, 25))[0]).toEqual(row(30, 25));
    expect(shown(row(30, 30))[0]).toEqual(row(30, 30));
    const page = renderReport(estimates({ quarterly: [row(30, 26)] }), META);
    expect(page).toContain('cannot be told apart without telling single answers');
  });

  it('with markup in the name of a wave are shown, never run', () => {
    const wave = '<svg onload=alert(1)>';
    const page = renderReport(estimates({ quarterly: [{ ...row(30, 25), wave }] }), META);
    expect(page).not.toContain(wave);
    expect(page).toContain('&lt;svg onload');
  });
});
