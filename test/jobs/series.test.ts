import { describe, expect, it } from 'vitest';
import { fit } from '../../lib/jobs/fit.ts';
import { manifestSchema, type Model } from '../../lib/jobs/manifest.ts';
import { getRunFile } from '../../lib/jobs/run-files.ts';
import type { Files } from '../../lib/store/files.ts';
import { parseTrustFit } from '../../lib/trust/trust-fit.ts';
import { at, folder, MODEL, snapshots, TENANT } from './pipeline.ts';

const [FIRST, NEXT, LAST] = ['2026-11-09', '2026-11-16', '2026-11-23'].map((day) => at(`${day}T02:00:00Z`));

/** One run's settings and what it was fitted with. */
async function runOf(
  files: Files,
  { cut = FIRST, seed = 1, sellers = 24, model = {} as Partial<Model> } = {},
) {
  const taken = await snapshots(files, { sellers, seed });
  if (cut === undefined) throw new RangeError('no cut');
  const order = { tenant: TENANT.id, cut, snapshots: taken, model: { ...MODEL, ...model } };
  const { runId } = await fit({ files, reports: folder(), tenants: [TENANT], codeVersion: 'test' }, order);
  const run = { tenant: TENANT.id, runId };
  const { settings } = manifestSchema.parse(JSON.parse(await getRunFile(files, run, 'manifest.json')));
  const { dynamics, scale } = parseTrustFit(await getRunFile(files, run, 'fit.json'));
  return { runId, settings, scale, gap: dynamics[0]?.referenceGap ?? null };
}

describe('the runs of a series', () => {
  it('quote trust at the gap of the first, whatever gaps come later, and each says so in its manifest', async () => {
    const files = folder();
    const first = await runOf(files);
    const next = await runOf(files, { cut: NEXT, seed: 2 });
    const last = await runOf(files, { cut: LAST, seed: 3 });
    expect(first.settings.referenceGap).toBeNull();
    expect([next.gap, last.gap]).toEqual([first.gap, first.gap]);
    expect(next.settings).toMatchObject({ referenceGap: first.gap, scale: first.scale });
    expect((await runOf(folder(), { seed: 2 })).gap).not.toBe(first.gap);
  });

  it('repeated are the same runs, the first one too', async () => {
    const files = folder();
    const first = await runOf(files);
    expect((await runOf(files)).runId).toBe(first.runId);
    const next = await runOf(files, { cut: NEXT, seed: 2 });
    expect((await runOf(files, { cut: NEXT, seed: 2 })).runId).toBe(next.runId);
    expect((await runOf(files)).runId).toBe(first.runId);
  });

  it('begin with the first that could be fitted', async () => {
    const files = folder();
    await runOf(files, { sellers: 5 });
    const next = await runOf(files, { cut: NEXT, seed: 2 });
    expect(next.settings.referenceGap).toBeNull();
    expect((await runOf(files, { cut: LAST, seed: 3 })).gap).toBe(next.gap);
  });

  it('take a gap that was set, and begin again where another scale was set', async () => {
    const files = folder();
    const first = await runOf(files);
    const set = await runOf(files, { cut: NEXT, model: { referenceGap: 0.5 } });
    expect(set.gap).toBe(0.5);
    const other = first.scale === 'log' ? 'level' : 'log';
    const again = await runOf(files, { cut: NEXT, seed: 2, model: { scale: other } });
    expect(again.settings.referenceGap).toBeNull();
    const later = await runOf(files, { cut: LAST, seed: 3, model: { scale: other } });
    expect(later.gap).toBe(again.gap);
  });
});
