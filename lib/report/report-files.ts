import type { Instant } from '../domain/instant.ts';
import type { Estimates } from '../trust/estimates.ts';
import { estimatesJsonSchema, evolutionCsv } from './data-files.ts';
import { methodsJson, methodsJsonSchema, type Provenance } from './methods.ts';
import { DOWNLOADS, renderReport } from './report.ts';
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
  readonly tenant: { readonly id: string; readonly name: string };
  readonly period: string;
  /** The report before this one; null: none. */
  readonly previous: PublishedReport | null;
  readonly provenance: Provenance;
}

/** All files of a report, in the order of their names' first use. The same estimates and the same words about them give the
 *  same bytes. Small groups are withheld from the data as they are from the page. */
export async function reportFiles(estimates: Estimates, about: About): Promise<readonly ReportFile[]> {
  // a refused line may quote a seller's id: how many there were is told, what they said stays with the run
  const aggregates = { ...estimates, input: { ...estimates.input, rejections: [] } };
  const shown = suppressSmallGroups(aggregates);
  const title = `Seller trust, week ${about.period}`;
  const files: readonly ReportFile[] = [
    ['estimates.schema.json', estimatesJsonSchema()],
    ['estimates.json', `${JSON.stringify(shown, null, 2)}\n`],
    ['evolution.csv', evolutionCsv(shown.evolution)],
    ['report.html', renderReport(aggregates, { title, tenantName: about.tenant.name, downloads: DOWNLOADS })],
    ['methods.schema.json', methodsJsonSchema()],
  ];
  return [...files, ['methods.json', methodsJson(shown, about, files)]]; // last: it names all others
}
