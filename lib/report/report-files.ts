import type { Instant } from '../domain/instant.ts';
import type { AlertRule } from '../domain/tenant.ts';
import type { Estimates } from '../trust/estimates.ts';
import { alertsJson, readAlertStates } from './alerts-schema.ts';
import { alertStates } from './alerts.ts';
import { bundleFiles } from './bundle/bundle-files.ts';
import { DOWNLOADS } from './bundle/downloads.ts';
import { estimatesJsonSchema } from './data-files.ts';
import type { ReportFolder } from './comparison/compared-schema.ts';
import { compareReports } from './comparison/comparison.ts';
import { digestOf } from './digest.ts';
import { methodsJson, methodsJsonSchema, type Provenance } from './methods.ts';
import { renderReport } from './report.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { asToldBefore } from './segments/as-told-before.ts';
import { segmentPages } from './segments/segment-page.ts';
import { suppressSmallGroups } from './suppression.ts';

/** A file of a report's folder. */
export type ReportFile = readonly [name: string, content: string | Uint8Array];

/** A published report, as the next one compares itself with it. */
export interface PublishedReport {
  readonly permalink: string;
  readonly period: string; // 2026-W47
  readonly asOf: Instant;
  /** Its files by name, those that are compared. */
  readonly files: ReadonlyMap<string, string>;
}

/** What a report is about, beside its numbers. */
export interface About {
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly report: { readonly alerts: readonly AlertRule[] };
  };
  readonly period: string;
  /** The report before this one; null: none. */
  readonly previous: PublishedReport | null;
  readonly provenance: Provenance;
}

/** All files of a report, in the order of their names' first use. The same estimates and the same words about them give the
 *  same bytes. Small groups are withheld from the data as they are from the page. */
export async function reportFiles(estimates: Estimates, about: About): Promise<readonly ReportFile[]> {
  // a refused line may quote a seller's id: how many there were is told, what they said stays with the run
  const aggregates = asToldBefore(
    { ...estimates, input: { ...estimates.input, rejections: [] } },
    about.previous?.files.get('estimates.json'),
  );
  const shown = suppressSmallGroups(aggregates);
  const title = `Seller trust, week ${about.period}`;
  const { tenant, period, previous } = about;
  const at = { period, asOf: instantSchema.parse(shown.asOf) };
  const known = readAlertStates(previous?.files.get('alerts.json'));
  const alarm = alertStates(tenant.report.alerts, shown, known, at);
  const comparison = previous ? compareReports(previous, unfinished(shown, about)) : null;
  const meta = {
    title,
    tenantName: tenant.name,
    downloads: DOWNLOADS,
    alerts: alarm.states,
    comparison,
    ...(previous && { reportBefore: fromHere(previous.permalink) }),
  };
  const digest = digestOf({
    estimates: shown,
    marketplace: tenant.name,
    at,
    alarm,
    comparison,
  });
  const files: readonly ReportFile[] = [
    ['estimates.schema.json', estimatesJsonSchema()],
    ['estimates.json', `${JSON.stringify(shown, null, 2)}\n`],
    ...bundleFiles(shown, { title, downloads: DOWNLOADS, place: `reports/${tenant.id}/${period}` }),
    ['report.html', renderReport(aggregates, meta)],
    ...segmentPages(shown, meta),
    ['alerts.json', alertsJson(at, alarm)],
    ['digest.json', `${JSON.stringify(digest, null, 2)}\n`],
    ['methods.schema.json', methodsJsonSchema()],
  ];
  return [...files, ['methods.json', methodsJson(shown, about, files)]]; // last: it names all others
}

/** This report as the next one will read it; what its files weigh is not compared. */
function unfinished(shown: Estimates, about: About): ReportFolder {
  const files = new Map([
    ['estimates.json', JSON.stringify(shown)],
    ['methods.json', methodsJson(shown, about, [])],
  ]);
  return { period: about.period, asOf: instantSchema.parse(shown.asOf), files };
}

/** Reports of one tenant lie two folders deep: reports/<tenant>/<period>/<hash>. */
const fromHere = (permalink: string): string =>
  `../../${permalink.split('/').slice(2).join('/')}/report.html`;
