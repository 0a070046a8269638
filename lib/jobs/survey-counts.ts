import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { addUp, progressOf, type Progress } from '../outreach/funnel.ts';
import { askedBy } from '../outreach/known-at.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { isAnswered } from './quarterly-dimension.ts';

const count = z.int();
const sumsSchema = z.strictObject({ n: count, sum: count, squares: count });
const NONE = { n: 0, sum: 0, squares: 0 };

export const answersSchema = z.strictObject({
  wave: z.string(),
  item: z.string(), // and version
  askedAt: instantSchema, // the first seller of the range
  all: sumsSchema,
  withoutSuspects: sumsSchema,
});
type Answers = z.infer<typeof answersSchema>;

/** What the sellers of a shard range were asked and answered, counted: whole numbers only, and nobody's name. */
export const surveyCountsSchema = z.strictObject({
  sellers: count, // asked at least once
  waves: z.array(
    z.strictObject({
      wave: z.string(),
      issued: count,
      sent: count,
      delivered: z.nullable(count),
      started: count,
      answered: count,
      suspect: count,
      bounced: count,
      optedOut: count,
    }),
  ),
  quarterly: z.array(answersSchema),
});
export type SurveyCounts = z.infer<typeof surveyCountsSchema>;

/** One seller's part in the counts. */
export interface Asking {
  readonly sellerId: string;
  readonly progress: readonly Progress[];
  readonly answers: readonly Answers[];
}

/** What she was asked and answered, as it was known at the cut; undefined for a seller nobody asked. */
export function askingOf(history: SellerHistory, cut: Instant): Asking | undefined {
  const asked = askedBy(history, cut);
  const progress = progressOf(asked, isAnswered);
  if (progress.length === 0) return undefined;
  return { sellerId: history.sellerId, progress, answers: asked.quarterlies.flatMap(answersOf) };
}

function answersOf({ waveId, invitedAt, answers }: Quarterly): Answers[] {
  return Object.entries(answers).flatMap(([item, { rating, suspect = [] }]) => {
    if (rating === null) return [];
    const all = { n: 1, sum: rating, squares: rating ** 2 };
    const withoutSuspects = suspect.length > 0 ? NONE : all;
    return [{ wave: waveId, item, askedAt: invitedAt, all, withoutSuspects }];
  });
}

/** Counts of these sellers, in an order of their own: the same sellers give the same file. */
export function countAskings(askings: readonly Asking[]): SurveyCounts {
  const waves = addUp(askings.flatMap(({ progress }) => progress));
  return {
    sellers: askings.length,
    waves: [...waves]
      .map(([wave, funnel]) => Object.assign({ wave }, funnel))
      .toSorted(byText(({ wave }) => wave)),
    quarterly: mergeAnswers(askings.flatMap(({ answers }) => answers)),
  };
}

/** Answers to one version of an item in one wave together. */
export function mergeAnswers(answers: readonly Answers[]): Answers[] {
  const merged = new Map<string, Answers>();
  for (const each of answers) {
    const key = keyOf(each);
    const before = merged.get(key);
    merged.set(key, before === undefined ? each : together(before, each));
  }
  return [...merged.values()].toSorted(byText(keyOf));
}

const keyOf = ({ wave, item }: Answers): string => `${wave}\n${item}`;

function together(a: Answers, b: Answers): Answers {
  const { wave, item } = a;
  return {
    wave,
    item,
    askedAt: a.askedAt <= b.askedAt ? a.askedAt : b.askedAt,
    all: added(a.all, b.all),
    withoutSuspects: added(a.withoutSuspects, b.withoutSuspects),
  };
}

type Sums = z.infer<typeof sumsSchema>;

const added = (a: Sums, b: Sums): Sums => ({
  n: a.n + b.n,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

const byText =
  <T>(of: (item: T) => string) =>
  (a: T, b: T): number =>
    of(a) < of(b) ? -1 : 1;
