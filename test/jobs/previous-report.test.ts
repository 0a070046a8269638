import { describe, expect, it } from 'vitest';
import type { Instant } from '../../lib/domain/instant.ts';
import { fit } from '../../lib/jobs/fit.ts';
import { manifestSchema } from '../../lib/jobs/manifest.ts';
import { readReport, reportBefore } from '../../lib/jobs/previous-report.ts';
import { getRunFile } from '../../lib/jobs/run-files.ts';
import type { Files } from '../../lib/store/files.ts';
import { isoWeek } from '../../lib/trust/period.ts';
import { methodsSchema } from '../../lib/report/methods.ts';
import { analyse, at, folder, MODEL, snapshots, TENANT } from './pipeline.ts';

const CUTS = ['2026-11-02', '2026-11-09', '2026-11-16'].map((day) => at(`${day}T02:00:00Z`));
const placeOf = (asOf: Instant) => ({
  period: isoWeek(asOf),
  asOf,
  permalink: `reports/us/${isoWeek(asOf)}/0`,
});

/** Reports of these cuts, each following the one before; the last is shown. */
async function published(cuts: readonly Instant[] = CUTS, methods = true): Promise<Files> {
  const reports = folder();
  for (const [i, cut] of cuts.entries()) {
    const [place, before] = [placeOf(cut), cuts[i - 1]];
    const previous = before === undefined ? null : placeOf(before);
    await reports.put(`${place.permalink}/estimates.json`, '{}');
    if (methods) await reports.put(`${place.permalink}/methods.json`, JSON.stringify({ previous }));
    const latest = { schema: 'seller-trust/latest@1', tenant: 'us', runId: 'r', ...place };
    await reports.put('reports/us/latest.json', JSON.stringify(latest));
  }
  return reports;
}

describe('the report before a cut', () => {
  it.each([
    ['2026-11-23', 2], // after all: the newest
    ['2026-11-16', 1], // made again: not itself
    ['2026-11-10', 1],
    ['2026-11-09', 0],
    ['2026-11-02', undefined], // the first
  ])('%s', async (day, which) => {
    const found = await reportBefore(await published(), 'us', at(`${day}T02:00:00Z`));
    const expected = which === undefined ? undefined : CUTS[which];
    expect(found).toEqual(expected && placeOf(expected));
  });

  it('is none before anything was published, and beyond reports that do not say what they follow', async () => {
    await expect(reportBefore(folder(), 'us', at('2026-11-23T02:00:00Z'))).resolves.toBeUndefined();
    const old = await published(CUTS, false);
    await expect(reportBefore(old, 'us', at('2026-11-10T02:00:00Z'))).resolves.toBeUndefined();
    await expect(reportBefore(old, 'us', at('2026-11-23T02:00:00Z'))).resolves.toMatchObject({
      asOf: CUTS[2],
    });
  });

  it('is the full one that nights since have brought up to date', async () => {
    const reports = await published();
    const [, second, full] = CUTS.map(placeOf);
    for (const day of ['2026-11-17', '2026-11-18']) {
      const night = placeOf(at(`${day}T02:00:00Z`));
      const permalink = `${night.permalink}${day}`;
      const methods = JSON.stringify({ previous: second, fitOf: { runId: 'r', ...full } });
      await reports.put(`${permalink}/methods.json`, methods);
      const latest = { schema: 'seller-trust/latest@1', tenant: 'us', runId: 'n', ...night, permalink };
      await reports.put('reports/us/latest.json', JSON.stringify(latest));
    }
    const before = (day: string) => reportBefore(reports, 'us', at(`${day}T02:00:00Z`));
    await expect(before('2026-11-23')).resolves.toEqual(full);
    await expect(before('2026-11-18')).resolves.toEqual(full);
    await expect(before('2026-11-16')).resolves.toEqual(second);
    await expect(before('2026-11-09')).resolves.toEqual(placeOf(CUTS[0] as Instant));
  });

  it('ends where reports would go round in a circle', async () => {
    const reports = await published();
    const [first, , last] = CUTS.map(placeOf);
    await reports.put(`${first?.permalink}/methods.json`, JSON.stringify({ previous: last }));
    const found = reportBefore(reports, 'us', at('2026-11-01T02:00:00Z'));
    await expect(found).rejects.toThrow('which is not earlier');
  });

  it('is read with the files that are there', async () => {
    const reports = await published();
    await expect(readReport(reports, undefined)).resolves.toBeNull();
    const [first, second] = CUTS.map(placeOf);
    const read = await readReport(reports, second);
    expect(read).toMatchObject({ ...second });
    expect([...(read?.files ?? [])]).toEqual([
      ['estimates.json', '{}'],
      ['methods.json', JSON.stringify({ previous: first })],
    ]);
  });

  it('is named by the run, which is another where it is another', async () => {
    const files = folder();
    const taken = await snapshots(files, { sellers: 0 });
    const order = { tenant: 'us', cut: at('2026-11-23T02:00:00Z'), snapshots: taken, model: MODEL };
    const runWith = async (reports: Files) => {
      const { runId } = await fit({ files, reports, tenants: [TENANT], codeVersion: 'test' }, order);
      const text = await getRunFile(files, { tenant: 'us', runId }, 'manifest.json');
      return { runId, since: manifestSchema.parse(JSON.parse(text)).settings.since };
    };
    const [first, later] = [await runWith(folder()), await runWith(await published())];
    expect([first.since, later.since?.asOf]).toEqual([undefined, CUTS[2]]);
    expect(later.runId).not.toBe(first.runId);
  });

  it('is the same for runs made again, whatever was published since', async () => {
    const buckets = { files: folder(), reports: folder() };
    const taken = await snapshots(buckets.files);
    const [first, second, third] = CUTS as [Instant, Instant, Instant];
    const ran = [];
    for (const cut of [first, second, third]) ran.push(await analyse(buckets, taken, cut));
    const methodsOf = async (permalink: string) => {
      const stored = await buckets.reports.get(`${permalink}/methods.json`);
      return methodsSchema.parse(JSON.parse(new TextDecoder().decode(stored?.body)));
    };
    const follow = await Promise.all(ran.map(({ permalink }) => methodsOf(permalink)));
    expect(follow.map(({ previous }) => previous?.permalink)).toEqual([
      undefined,
      ran[0]?.permalink,
      ran[1]?.permalink,
    ]);
    const again = [];
    for (const cut of [second, first, third]) again.push(await analyse(buckets, taken, cut));
    const [a, b, c] = ran;
    expect(again.map(({ permalink }) => permalink)).toEqual([b, a, c].map((run) => run?.permalink));
    expect(again.map(({ outcome }) => outcome)).toEqual(['older', 'older', 'unchanged']);
  });
});
