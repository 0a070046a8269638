/** What one piece of work uses. */
export interface Unit {
  readonly requests: number; // to DynamoDB
  readonly reads: number; // read request units
  readonly writes: number; // write request units, those of the index too
  readonly ms: number; // milliseconds of one processor
  readonly bytes: number; // answered over HTTP
}

/** How the figures below were found: 24 sellers with 6 rounds through the real handlers, the embedded engine's consumed
 *  capacity; milliseconds on one processor of a small server. test/cost/life.test.ts measures the counts again. */
export const MEASURED = {
  date: '2026-11-23',
  command: 'npx tsx bench/scale.ts units',
  sellers: 24,
  weeks: 6,
};

const unit = (requests: number, reads: number, writes: number, ms: number, bytes = 0): Unit => {
  return { requests, reads, writes, ms, bytes };
};

export const UNITS = {
  described: unit(1.08, 2, 2, 4.05),
  recommended: unit(0.0417, 0.667, 3, 0.428),
  acted: unit(1.04, 0.643, 3, 1.63),
  observed: unit(1.03, 0.69, 3, 1.23),
  shown: unit(1.02, 0.505, 3.59, 1.24),
  invited: unit(1, 0, 10, 3.64),
  lookedAt: unit(0.0833, 2, 0, 0),
  idleSweep: unit(16, 16, 0, 13.1),
  sent: unit(6, 4, 6, 10.8),
  delivered: unit(1, 0, 1, 1.08),
  opened: unit(4, 4, 0, 6.75, 13300),
  planned: unit(5, 4, 3.8, 9.7),
  answered: unit(5, 4, 7.17, 6.69),
  receipt: unit(4, 4, 0, 6.29, 8160),
  history: unit(5, 6, 0, 7.98, 11000),
  told: unit(6, 4, 3, 10.7),
  reminder: unit(5.5, 4, 4, 6.57),
  stopped: unit(5, 4, 2, 10.1, 7160),
  read: unit(0.0139, 0.271, 0, 0.164),
  lookedUp: unit(0.0417, 1, 0, 0),
} as const satisfies Record<string, Unit>;

/** Bytes that DynamoDB bills the storage of, index and overhead included, a row. */
export const STORED = { round: 1274, seller: 589, contact: 274, link: 315 } as const;

/** One analysis: `npx tsx bench/scale.ts run`, jobs of the state machine on 1,000 to 19,000 simulated sellers with 26 rounds
 *  each. Milliseconds of one processor: `fixed` a call, `row` and `seller` for each. Bytes of files, and of a snapshot's
 *  name in the state machine. Memory: `base` MB, and bytes for each row or seller. */
export const RUN = {
  fit: { fixed: 2000, row: 0.026, puts: 6, gets: 3, memory: { base: 250, each: 2000 } },
  estimate: { fixed: 20, row: 0.0125, bytesSeller: 415, puts: 2, gets: 2 },
  summarise: {
    fixed: 40,
    seller: 0.006,
    bytesSeller: 175,
    puts: 2,
    gets: 6,
    memory: { base: 250, each: 2000 },
  },
  publish: { fixed: 110, bytes: 492_000, puts: 52, gets: 60 },
  snapshot: { fixed: 30, bytesRow: 31, puts: 2, named: 300 },
} as const;
