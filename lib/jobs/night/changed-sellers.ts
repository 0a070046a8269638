import * as z from 'zod/mini';
import { grouped } from '../../report/grouping.ts';
import { type RoundsFile, readRounds } from '../../rounds/rounds-file.ts';
import { sellersIn, type Bundle } from '../bundle.ts';

export interface ChangedSellers {
  readonly sellers: number;
  /** The same by recommender whose rounds are others. */
  readonly byRecommender: Readonly<Record<string, number>>;
  readonly gone: RoundsFile; // their rounds as they were
  readonly came: RoundsFile; // and as they are
}

/** The rounds of the sellers in whom two snapshots of a range differ. Bundles that are in both are not inflated. */
export async function changedSellers(
  before: readonly Bundle[],
  after: readonly Bundle[],
): Promise<ChangedSellers> {
  const [old, now] = [linesOf(before, after), linesOf(after, before)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((id) => old.get(id) !== now.get(id));
  const [gone, came] = [old, now].map((texts) => changed.map((id) => texts.get(id) ?? '').join(''));
  const byRecommender = countsOf(
    changed.flatMap((id) => recommendersIn(old.get(id) ?? '', now.get(id) ?? '')).sort(),
  );
  return { sellers: changed.length, byRecommender, gone: await roundsIn(gone), came: await roundsIn(came) };
}

const lineSchema = z.object({ recommender: z.string() });

/** Recommenders of whom a seller's lines are others. */
function recommendersIn(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text) => {
    const lines = text.split('\n').filter((line) => line !== '');
    return grouped(lines, (line) => lineSchema.parse(JSON.parse(line)).recommender);
  });
  const names = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...names].filter((name) => old?.get(name)?.join('\n') !== now?.get(name)?.join('\n'));
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Lines by seller, of bundles that are not among others. */
function linesOf(bundles: readonly Bundle[], others: readonly Bundle[]): ReadonlyMap<string, string> {
  const known = new Set(others.map(({ sha256 }) => sha256));
  return new Map(
    bundles
      .filter(({ sha256 }) => !known.has(sha256))
      .flatMap(sellersIn)
      .map(({ sellerId, text }) => [sellerId, text]),
  );
}

async function roundsIn(text = ''): Promise<RoundsFile> {
  // a rounds file without rows counts as a mistake
  if (text === '') return { rows: [], rejections: [], rejected: 0, total: 0, sha256: '' };
  return readRounds({ name: 'snapshot.jsonl', bytes: Buffer.from(text) });
}
