import { expect, test } from 'vitest';
import { indexTenant } from '../../lib/jobs/index-tenant.ts';
import { renderIndex } from '../../lib/report/index-page.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';

const told = { estimate: 0.5, lower: 0.4, upper: 0.6, n: 30 };
const entry = (day: string, fitOf?: string) => ({
  period: day < '2026-11-23' ? '2026-W47' : '2026-W48',
  asOf: `${day}T02:00:00.000Z`,
  runId: day,
  permalink: `reports/us/2026-W47/${day}`,
  headline: `Trust held (${day})`,
  trust: told,
  byRecommender: {},
  since: null,
  ...(fitOf !== undefined && { fitOf }),
});
const nights = ['17', '18', '19'].map((day) => entry(`2026-11-${day}`, '2026-11-16'));

async function shown(reports: readonly object[]) {
  const files = memoryFiles();
  const history = { schema: 'seller-trust/history@1', tenant: 'us', reports };
  await files.put('reports/us/history.json', JSON.stringify(history));
  const tenant = { id: 'us', name: 'US', report: { segments: [], audience: [], alerts: [] } };
  return indexTenant(files, tenant);
}

test('of nights the newest is listed, while nothing newer is, and the page says what it is', async () => {
  const tenant = await shown([entry('2026-11-16'), ...nights]);
  expect(tenant.reports.map(({ asOf }) => asOf.slice(8, 10))).toEqual(['16', '19']);
  expect(renderIndex([tenant])).toContain('brought up to date on 2026-11-19');
  const later = await shown([entry('2026-11-16'), ...nights, entry('2026-11-23')]);
  expect(later.reports.map(({ asOf }) => asOf.slice(8, 10))).toEqual(['16', '23']);
  expect(renderIndex([later])).not.toContain('brought up to date');
});
