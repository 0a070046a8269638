import * as z from 'zod/mini';
import type { Tenant } from '../domain/tenant.ts';
import type { IndexTenant } from '../report/index-entry.ts';
import type { Files } from '../store/files.ts';

const bound = z.nullable(z.number());
const interval = { estimate: bound, lower: bound, upper: bound };

/** The part of `history.json` that the index tells. */
const historySchema = z.object({
  reports: z.array(
    z.object({
      period: z.string(),
      asOf: z.string(),
      permalink: z.string(),
      headline: z.string(),
      trust: z.object({ ...interval, n: z.number() }),
      since: z.nullable(z.object(interval)),
    }),
  ),
});

const alertsSchema = z.object({ alerts: z.array(z.object({ state: z.string() })) });

/** What the index tells of a tenant. */
export async function indexTenant(
  files: Pick<Files, 'get'>,
  { id, name, report }: Pick<Tenant, 'id' | 'name' | 'report'>,
): Promise<IndexTenant> {
  const history = await read(files, `reports/${id}/history.json`, historySchema);
  const reports = history?.reports ?? [];
  const newest = reports.toSorted((a, b) => (a.asOf < b.asOf ? 1 : -1))[0];
  const alerts = newest && (await read(files, `${newest.permalink}/alerts.json`, alertsSchema));
  const raised = alerts?.alerts.filter(({ state }) => state === 'raised').length ?? 0;
  return { id, name, reports, alertsRaised: report.alerts.length === 0 ? null : raised };
}

async function read<T>(
  files: Pick<Files, 'get'>,
  key: string,
  schema: z.ZodMiniType<T>,
): Promise<T | undefined> {
  const stored = await files.get(key);
  return stored && schema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
}
