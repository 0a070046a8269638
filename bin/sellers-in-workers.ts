import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { tableOf } from '../lib/rounds/round-table.ts';
import type { RoundRow } from '../lib/rounds/row.ts';
import type { Race } from '../lib/trust/fit-trust.ts';
import type { SellerEstimates } from '../lib/trust/seller-estimates.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';
import { addParts } from '../lib/trust/spread/add-parts.ts';
import type { PassPart } from '../lib/trust/spread/pass-part.ts';
import type { SpreadState } from '../lib/trust/spread/spread-state.ts';
import type { TrustFit } from '../lib/trust/trust-fit.ts';
import { Failure } from './command.ts';
import type { WholeSellers } from './large-analysis.ts';
import type { Answer, Given, Job } from './sellers-worker.ts';
import { placesIn, rangesOf, sharded, type ShardedRows, type ShardRange } from './sharded-rows.ts';

/** The sellers of a file, gone over by worker threads, each with its own ranges of shards. The columns of the rows are the same
 *  memory in all of them. */
export class SellersInWorkers implements WholeSellers {
  readonly rows: number;
  readonly sellers: number;
  readonly #rows: readonly RoundRow[];
  readonly #sharded: ShardedRows;
  readonly #ranges: readonly ShardRange[];
  readonly #threads: readonly Thread[];

  /** @param entry the module that a thread runs
   *  @param shards ranges of shards; absent: as many as the rows call for */
  constructor(
    rows: readonly RoundRow[],
    { workers, shards, entry }: { workers: number; shards?: number | undefined; entry: URL },
  ) {
    this.#rows = rows;
    this.#sharded = sharded(rows);
    this.#ranges = rangesOf(this.#sharded, shards);
    this.rows = rows.length;
    this.sellers = this.#sharded.sellers;
    const given: Given = { table: tableOf(rows).share(), sharded: this.#sharded };
    const threads = Math.min(workers, this.#ranges.length);
    this.#threads = Array.from({ length: threads }, () => new Thread(entry, given));
  }

  below(shard: number): readonly RoundRow[] {
    const places = placesIn(this.#sharded, { from: 0, to: shard });
    return Array.from(places, (place) => this.#rows[place] as RoundRow);
  }

  race(shard: number | null, settings: AnalysisSettings): Promise<Race> | undefined {
    const range = shard === null ? null : { from: 0, to: shard };
    const race = this.#threads[0]?.ask<Race>({ kind: 'race', range, settings });
    race?.catch(() => undefined); // whoever waits for it is told
    return race;
  }

  async pass(state: SpreadState): Promise<PassPart> {
    const parts = await Promise.all(
      this.#threads.map((thread, k) => thread.ask<PassPart>({ kind: 'pass', ranges: this.#of(k), state })),
    );
    return parts.reduce((a, b) => addParts(a, b));
  }

  /** Asked for at once: the threads work while this one does something else. */
  estimates(fit: TrustFit): AsyncIterable<SellerEstimates> {
    this.#threads.forEach((thread) => thread.tell({ kind: 'fit', fit }));
    const parts = this.#ranges.map((range, k) => {
      const thread = this.#threads[k % this.#threads.length] as Thread;
      return thread.ask<SellerEstimates>({ kind: 'estimates', range });
    });
    // who waits for a part is told; nobody waits for the later ones any more
    for (const part of parts) part.catch(() => undefined);
    return inOrder(parts);
  }

  close(): void {
    for (const thread of this.#threads) thread.end();
  }

  #of(k: number): ShardRange[] {
    return this.#ranges.filter((_, index) => index % this.#threads.length === k);
  }
}

async function* inOrder<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  for (const each of promises) yield await each;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (cause: unknown) => void;
}

/** A worker thread that answers jobs in the order in which it is asked. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failed: unknown;

  constructor(entry: URL, given: Given) {
    this.#worker = started(entry, given);
    this.#worker.on('message', (answer: Answer) => {
      if ('failed' in answer) this.#fail(answer.failed);
      else this.#waiting.shift()?.resolve(answer.done as never);
    });
    this.#worker.on('error', (cause) => this.#fail(wordsOf(cause)));
    this.#worker.on('exit', (code) =>
      this.#fail(new Failure(`a worker thread ended before its work was done (exit code ${code}); ${ALONE}`)),
    );
  }

  tell(job: Job): void {
    this.#worker.postMessage(job, []);
  }

  /** @throws what the thread threw, or a Failure when it is no more */
  ask<T>(job: Job): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failed !== undefined) return reject(this.#failed);
      this.#waiting.push({ resolve, reject });
      this.tell(job);
    });
  }

  end(): void {
    this.#failed ??= new Failure('the worker thread was ended');
    void this.#worker.terminate();
  }

  #fail(cause: unknown): void {
    this.#failed ??= cause;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
  }
}

const ALONE = 'give --workers 1 to do without';

function wordsOf(cause: Error): Error {
  const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? new Failure(`a worker thread ran out of memory; ${ALONE}`) : cause;
}

/** TypeScript as it stands is run by tsx, which a thread does not have from the thread that starts it. */
/** What a thread holds is one range at a time; without a bound it would keep garbage of many, half a gigabyte at 2.6 million rounds. */
const HEAP = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 700 };

function started(entry: URL, given: Given): Worker {
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry, { workerData: given, resourceLimits: HEAP });
  const api = createRequire(import.meta.url).resolve('tsx/esm/api');
  const tsx = new URL('index.mjs', pathToFileURL(api)).href; // its other form cannot register itself
  const [from, then] = [JSON.stringify(tsx), JSON.stringify(entry.href)];
  const code = `import(${from}).then(({ register }) => { register(); return import(${then}); })`;
  return new Worker(code, { eval: true, workerData: given, execArgv: [], resourceLimits: HEAP });
}
