import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { RoundRow } from '../lib/rounds/row.ts';
import { readNumberOption } from './command.ts';
import type { WholeSellers } from './large-analysis.ts';
import { SellersInProcess } from './sellers-in-process.ts';
import { SellersInWorkers } from './sellers-in-workers.ts';
import { SHARDS } from './sharded-rows.ts';

/** How the sellers of a file are gone over: by how many threads, in how many ranges of shards. */
export interface Split {
  readonly workers: number;
  readonly shards?: number | undefined;
  readonly entry?: URL; // of a thread
}

const MOST_BY_ITSELF = 4;
const MOST = 64;
/** Rows from which threads give more than they cost (bench/results.md). */
const WORTH_THREADS = 50_000;

/** @throws UsageError for other than whole numbers in their range */
export function readSplit({
  workers,
  shards,
}: {
  readonly workers?: string | undefined;
  readonly shards?: string | undefined;
}): { readonly workers?: number | undefined; readonly shards?: number | undefined } {
  return { workers: wholeUpTo(MOST, 'workers', workers), shards: wholeUpTo(SHARDS, 'shards', shards) };
}

function wholeUpTo(most: number, name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumberOption(name, text, { whole: true, least: 1, most });
}

/** @param rows how many
 *  @param entry the module of a thread; a bundle of the command alone has none, and no threads unless they are asked for */
export function splitOf({ workers, shards }: ReturnType<typeof readSplit>, rows: number, entry: URL): Split {
  const isWorth = rows >= WORTH_THREADS && existsSync(entry);
  const own = isWorth ? Math.min(MOST_BY_ITSELF, availableParallelism()) : 1;
  return { workers: workers ?? own, shards, entry };
}

export function sellersOf(rows: readonly RoundRow[], { workers, shards, entry }: Split): WholeSellers {
  if (workers === 1 || entry === undefined) return new SellersInProcess(rows, shards);
  return new SellersInWorkers(rows, { workers, shards, entry });
}
