import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Files } from '../store/files.ts';
import type { TrustFit } from '../trust/trust-fit.ts';
import type { Model } from './manifest.ts';

/** `runs/<tenant>/series.json`: what all runs of a series share, so that one report's trust means what the last one's
 *  did. Frozen by the first run that could fit, docs/model.md 6.3; every later one writes the same again, lest it expires. */
const seriesSchema = z.strictObject({
  schema: z.literal('seller-trust/series@1'),
  since: instantSchema, // cut of the run that froze it
  scale: z.enum(['log', 'level']),
  referenceGap: z.number().check(z.positive()), // on the scale
});
type Series = z.infer<typeof seriesSchema>;

export interface SeriesOrder {
  readonly tenant: string;
  readonly cut: Instant;
  readonly model: Model;
}

/** The model settings of a run: scale and reference gap of its series where nobody has set them. The run that froze a
 *  series, made again, has its own, and so has one of an earlier cut. */
export async function inSeries(
  files: Pick<Files, 'get'>,
  { tenant, cut, model }: SeriesOrder,
): Promise<Model> {
  const series = await readSeries(files, tenant);
  if (series === undefined || series.since >= cut || !isSame(series, model)) return model;
  return { ...model, scale: series.scale, referenceGap: model.referenceGap ?? series.referenceGap };
}

/** Freezes the series with this run's fit, if it is the first; a scale that somebody has set since begins a new one. */
export async function freeze(
  files: Files,
  { tenant, cut, model }: SeriesOrder,
  fit: TrustFit,
): Promise<void> {
  const before = await readSeries(files, tenant);
  const begun = before !== undefined && isSame(before, model);
  if (begun && before.since >= cut) return;
  const [all] = fit.dynamics;
  if (!begun && (all?.referenceGap == null || all.models.length === 0)) return; // nothing of its own was fitted
  const since = begun ? before.since : cut;
  const referenceGap = begun ? before.referenceGap : all?.referenceGap;
  const series = { schema: 'seller-trust/series@1', since, scale: fit.scale, referenceGap };
  await files.put(seriesKey(tenant), JSON.stringify(series, null, 2), { ifAbsent: before === undefined });
}

const isSame = ({ scale }: Series, model: Model): boolean => model.scale === 'auto' || model.scale === scale;

async function readSeries(files: Pick<Files, 'get'>, tenant: string): Promise<Series | undefined> {
  const stored = await files.get(seriesKey(tenant));
  return stored && seriesSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
}

const seriesKey = (tenant: string): string => `runs/${tenant}/series.json`;
