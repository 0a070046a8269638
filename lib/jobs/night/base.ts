import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { slug } from '../../domain/identifier.ts';
import { instantSchema } from '../../rounds/instant-schema.ts';
import type { Files } from '../../store/files.ts';
import type { AnalysisSettings } from '../../trust/settings.ts';
import { readHistory } from '../history.ts';
import { readManifest } from '../manifest-file.ts';
import { modelSchema, type Model } from '../manifest.ts';
import { readRestored } from '../restored-mark.ts';
import { runSettings, type SettingsParts } from '../run-settings.ts';
import { inSeries } from '../series.ts';

export const nightOrderSchema = z.strictObject({ tenant: slug, cut: instantSchema, model: modelSchema });
export type NightOrder = z.infer<typeof nightOrderSchema>;

export interface BaseParts extends SettingsParts {
  readonly files: Pick<Files, 'get'>;
  readonly reports: Pick<Files, 'get'>;
}

/** The run that a night rests on, or why there is none and everything is read and fitted anew. */
export type Base =
  { readonly base: string; readonly why: null } | { readonly base: null; readonly why: string };

/** The run of the newest report before a night, if this version with these settings would have made it, from a table that has not
 *  been put back since.
 *  @throws RangeError for a tenant that this stage does not have */
export async function findBase(parts: BaseParts, order: NightOrder): Promise<Base> {
  const entry = (await readHistory(parts.reports, order.tenant)).findLast(({ asOf }) => asOf < order.cut);
  if (entry === undefined) return none('there is no report before this night');
  const manifest = await readManifest(parts.files, { tenant: order.tenant, runId: entry.runId });
  if (manifest === undefined) return none(`what the run of ${entry.asOf} was made from is gone`);
  const { settings } = manifest;
  if (settings.codeVersion !== parts.codeVersion)
    return none(`the run of ${entry.asOf} was made by another version`);
  const restored = await readRestored(parts.files, order.tenant);
  if (restored !== undefined && restored >= settings.asOf)
    return none(`the table was restored at ${restored}, after the run of ${entry.asOf}`);
  const other = await otherSettings(parts, order, settings);
  if (other.length > 0) return none(`since the run of ${entry.asOf} other settings: ${other.join(', ')}`);
  return { base: entry.runId, why: null };
}

const none = (why: string): Base => ({ base: null, why });

/** A run's own, not the marketplace's. */
const OF_RUN: ReadonlySet<string> = new Set(['asOf', 'codeVersion', 'since', 'processes']);

/** Names of settings that are not what they were. The first run of a series has its model as it was set, later ones as it was
 *  frozen. */
async function otherSettings(
  parts: BaseParts,
  order: NightOrder,
  before: AnalysisSettings,
): Promise<string[]> {
  const asSet = differing(runSettings(parts, order), before);
  if (asSet.length === 0) return [];
  const model: Model = await inSeries(parts.files, order);
  const asFrozen = differing(runSettings(parts, { ...order, model }), before);
  return asFrozen.length < asSet.length ? asFrozen : asSet;
}

function differing(now: AnalysisSettings, before: AnalysisSettings): string[] {
  const [these, those] = [fieldsOf(now), fieldsOf(before)];
  return [...new Set([...these.keys(), ...those.keys()])].filter(
    (name) => !isDeepStrictEqual(these.get(name), those.get(name)),
  );
}

/** As a file has them: what is undefined is absent. */
const fieldsOf = (settings: AnalysisSettings): Map<string, unknown> =>
  new Map(Object.entries(JSON.parse(JSON.stringify(settings))).filter(([name]) => !OF_RUN.has(name)));
