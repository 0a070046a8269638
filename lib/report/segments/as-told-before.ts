import * as z from 'zod/mini';
import type { Estimates } from '../../trust/estimates.ts';
import { WITHHELD } from '../../trust/segment-estimates.ts';
import { segmentCellSchema, type Disclosure, type SegmentCell } from '../../trust/segment-schema.ts';

const beforeSchema = z.object({ segments: z.array(segmentCellSchema) });

const NOT_TOLD_BEFORE = 'withheld: it was not told when its period was first reported';

/** Closed periods as the report before told them. Between two reports a few sellers' late answers come in and every trust is
 *  estimated again; a mean told twice would give the few away. So a recommender's period is told once: whatever its cells
 *  said, or kept back, in the first report that told any of them, they say in all later ones.
 *  @param before `estimates.json` of the report before; undefined: there is none */
export function asToldBefore(estimates: Estimates, before: string | undefined): Estimates {
  const { disclosure } = estimates;
  if (before === undefined || disclosure === null) return estimates;
  const read = beforeSchema.safeParse(JSON.parse(before));
  if (!read.success) return estimates;
  const earlier = new Map(read.data.segments.map((cell) => [keyOf(cell), cell]));
  const told = read.data.segments.filter(({ period, mean }) => period !== null && mean !== null);
  const tables = new Set(told.flatMap((cell) => [tableOf(cell), tableOf({ ...cell, recommender: null })]));
  const isKept = (cell: SegmentCell): boolean => tables.has(tableOf(cell));
  const kept = estimates.segments.filter(isKept).map((cell) => earlier.get(keyOf(cell)) ?? withheld(cell));
  const byKey = new Map(kept.map((cell) => [keyOf(cell), cell]));
  const segments = estimates.segments.map((cell) => byKey.get(keyOf(cell)) ?? cell);
  return { ...estimates, segments, disclosure: recounted(disclosure, segments, kept.length) };
}

/** A recommender's cells of a period are one table; all together stand and fall with any of them. */
const tableOf = ({ recommender, period }: SegmentCell): string => JSON.stringify([recommender, period]);

const keyOf = ({ segment, value, recommender, period }: SegmentCell): string =>
  JSON.stringify([segment, value, recommender, period]);

const withheld = (cell: SegmentCell): SegmentCell => ({
  ...cell,
  sellers: null,
  mean: null,
  lower: null,
  upper: null,
  reason: NOT_TOLD_BEFORE,
});

/** Counts by what each cell says now: what is withheld for another reason gives others away. */
function recounted(disclosure: Disclosure, cells: readonly SegmentCell[], asBefore: number): Disclosure {
  const published = cells.filter(({ mean }) => mean !== null).length;
  const withheldFor = (words: string): number =>
    cells.filter(({ mean, reason }) => mean === null && reason === words).length;
  const [small, unsettled] = [withheldFor(WITHHELD.small), withheldFor(WITHHELD.unsettled)];
  const complementary = cells.length - published - small - unsettled;
  return { ...disclosure, published, small, unsettled, complementary, asBefore };
}
