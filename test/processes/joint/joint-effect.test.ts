import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jointEffect } from '../../../lib/processes/joint/joint-effect.ts';
import { panelOf, PANEL_TRUTH } from '../../trust/panel-csv.ts';
import { marketplace, panelOfRows } from './marketplace.ts';

describe('a process in the state equation', () => {
  it('of the published panel of 200 sellers is what its likelihood tells, robust by seller', () => {
    const panel = panelOf(gunzipSync(readFileSync('test/golden/trust-panel-200.csv.gz')).toString());
    const cluster = Int32Array.from({ length: panel.starts.length - 1 }, (_, i) => i);
    const found = jointEffect({ panel, cluster });
    if (found.kind === 'refused') throw new Error(found.detail);
    const truth = PANEL_TRUTH[6] as number; // .02 a week
    expect(Math.abs(found.estimate - truth)).toBeLessThan(2 * found.se);
    expect(found.clusters).toBe(200);
    expect(found.diagnostics['logLikelihood']).toBeCloseTo(-3553.099199, 5);
    const settled = Number(found.diagnostics['settled']);
    expect(Math.abs(settled - truth / 0.15)).toBeLessThan(2 * Number(found.diagnostics['settledSe']));
  });

  it('is recovered from rounds, and its interval holds what was planted in 95 of 100', () => {
    const runs = 40;
    let [told, held] = [0, 0];
    for (let seed = 1; seed <= runs; seed += 1) {
      const found = jointEffect(panelOfRows(marketplace(seed, 0.03)));
      if (found.kind === 'refused') continue; // a likelihood that is flat in the spreads: rare
      told += 1;
      held += found.lower <= 0.03 && 0.03 <= found.upper ? 1 : 0;
    }
    expect(told).toBeGreaterThan(0.9 * runs);
    expect(held / told).toBeGreaterThan(0.93 - 2.33 * Math.sqrt((0.95 * 0.05) / told));
  });

  it('of nothing is found in few, and never where it cannot be told', () => {
    const found = jointEffect(panelOfRows(marketplace(7, 0)));
    if (found.kind === 'refused') throw new Error(found.detail);
    expect(found.lower).toBeLessThan(0);
    expect(found.upper).toBeGreaterThan(0);
    const rows = marketplace(3, 0.03, 30, 8);
    const all = (dose: number) => rows.map((row) => Object.assign({}, row, { processes: { reasons: dose } }));
    expect(jointEffect(panelOfRows(all(0)))).toMatchObject({ kind: 'refused', reason: 'none treated' });
    expect(jointEffect(panelOfRows(all(1)))).toMatchObject({ kind: 'refused', reason: 'all treated' });
    const one = rows.map((row) =>
      Object.assign({}, row, { processes: { reasons: row.sellerId === 's0' ? 1 : 0 } }),
    );
    expect(jointEffect(panelOfRows(one))).toMatchObject({ kind: 'refused', reason: 'one treated cluster' });
    expect(jointEffect(panelOfRows([]))).toMatchObject({ kind: 'refused', reason: 'no rows' });
    const unseen = rows.map((row) => Object.assign({}, row, { outcomeSeen: false }));
    expect(jointEffect(panelOfRows(unseen))).toMatchObject({ kind: 'refused', reason: 'no rows' });
  });
});
