import type { Tenant } from '../domain/tenant.ts';
import { readAlertStates } from '../report/alerts-schema.ts';
import type { IndexTenant } from '../report/index-entry.ts';
import type { Files } from '../store/files.ts';
import { readHistory } from './history.ts';

/** What the index tells of a tenant. */
export async function indexTenant(
  files: Pick<Files, 'get'>,
  { id, name, report }: Pick<Tenant, 'id' | 'name' | 'report'>,
): Promise<IndexTenant> {
  const published = await readHistory(files, id);
  const newest = published.at(-1);
  // a night's only while nothing is newer
  const reports = published.filter((each) => each.fitOf === undefined || each === newest);
  if (newest === undefined || report.alerts.length === 0) return { id, name, reports, alertsRaised: null };
  const stored = await files.get(`${newest.permalink}/alerts.json`);
  const states = readAlertStates(stored && new TextDecoder().decode(stored.body));
  return { id, name, reports, alertsRaised: states.filter(({ state }) => state === 'raised').length };
}
