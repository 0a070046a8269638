import type { Tenant } from '../domain/tenant.ts';
import { renderIndex } from '../report/index-page.ts';
import { isKey, type Files } from '../store/files.ts';
import { indexTenant } from './index-tenant.ts';
import { readLatest } from './latest.ts';

/** What stands at an address below `/reports/`. */
export type Page =
  | { readonly kind: 'file'; readonly name: string; readonly body: Uint8Array }
  | { readonly kind: 'index'; readonly html: string }
  | { readonly kind: 'moved'; readonly to: string };

type ReportTenant = Pick<Tenant, 'id' | 'name' | 'report'>;

const TENANT = String.raw`/reports/(?<tenant>[A-Za-z0-9][\w.-]{0,63})`;
const FILE = String.raw`(?<file>(?:[A-Za-z0-9][\w.=-]*/)*[A-Za-z0-9][\w.=-]*)?`;
const REPORT = new RegExp(
  String.raw`^${TENANT}/(?<period>\d{4}-W\d\d)/(?<hash>[0-9a-f]{32})(?<slash>/?)${FILE}$`,
);
const LATEST = new RegExp(`^${TENANT}/latest(?:/${FILE})?$`);
const POINTER = new RegExp(`^${TENANT}/(?<file>latest|history)\\.json$`);
const FOLDER = new RegExp(`^${TENANT}/?$`);

/** Whether a path could be a report's, its folder's or the index's: nothing else is ever returned to. */
export function isReportPath(path: string): boolean {
  return path === '/reports/' || [REPORT, LATEST, POINTER, FOLDER].some((pattern) => pattern.test(path));
}

/** What a reader of these tenants finds at a path as it was sent; undefined: nothing, whether it is not there or not hers.
 *  `/reports/` is the index, `/reports/<tenant>/latest/...` leads to the permalink, a folder is its `report.html`. Reads
 *  nothing but reports. */
export async function reportAt(
  files: Pick<Files, 'get'>,
  tenants: readonly ReportTenant[],
  path: string,
): Promise<Page | undefined> {
  if (path === '/reports') return { kind: 'moved', to: '/reports/' };
  if (path === '/reports/') return index(files, tenants);
  const [report, latest, pointer, folder] = [REPORT, LATEST, POINTER, FOLDER].map(
    (pattern) => pattern.exec(path)?.groups,
  );
  const tenant = (report ?? latest ?? pointer ?? folder)?.['tenant'];
  if (tenant === undefined || !tenants.some(({ id }) => id === tenant)) return undefined;
  if (latest) {
    const shown = await readLatest(files, tenant);
    return shown && { kind: 'moved', to: `/${shown.permalink}/${latest['file'] ?? ''}` };
  }
  if (pointer) return file(files, path.slice(1));
  if (folder) return { kind: 'moved', to: `/reports/#${tenant}` };
  if (report?.['slash'] === '') return { kind: 'moved', to: `${path}/` };
  return file(files, report?.['file'] === undefined ? `${path.slice(1)}report.html` : path.slice(1));
}

async function file(files: Pick<Files, 'get'>, key: string): Promise<Page | undefined> {
  const found = isKey(key) ? await files.get(key) : undefined;
  return found && { kind: 'file', name: key.slice(key.lastIndexOf('/') + 1), body: found.body };
}

async function index(files: Pick<Files, 'get'>, tenants: readonly ReportTenant[]): Promise<Page> {
  const told = await Promise.all(tenants.map((tenant) => indexTenant(files, tenant)));
  return { kind: 'index', html: renderIndex(told) };
}
