/** What one piece of work uses. */
export interface Unit {
  readonly requests: number; // to DynamoDB
  readonly reads: number; // read request units
  readonly writes: number; // write request units, those of the index too
  readonly ms: number; // milliseconds of one processor
  readonly bytes: number; // answered over HTTP
}

/** How the figures below were found: 24 sellers with 6 rounds through the real handlers, the embedded engine's consumed
 *  capacity; milliseconds on one processor of a small server, the least of several runs. test/cost/life.test.ts measures the counts again. */
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
  described: unit(1.08, 2, 2, 2.65),
  recommended: unit(0.0417, 0.667, 3, 0.362),
  acted: unit(1.04, 0.643, 3, 1.33),
  observed: unit(1.03, 0.69, 3, 1.18),
  shown: unit(1.02, 0.505, 3.59, 1.12),
  invited: unit(1, 0, 12, 3.26),
  lookedAt: unit(0.0833, 2, 0, 0),
  idleSweep: unit(16, 16, 0, 12),
  sent: unit(6, 4, 6, 9.64),
  delivered: unit(1, 0, 1, 1.08),
  opened: unit(4, 4, 0, 4.9, 13100),
  planned: unit(5, 4, 3.57, 5.86),
  answered: unit(5, 4, 6.83, 6.59),
  receipt: unit(4, 4, 0, 4.69, 8170),
  history: unit(5, 6, 0, 8.06, 11100),
  told: unit(6, 4, 3, 8.25),
  reminder: unit(5.5, 4, 5, 5.26),
  stopped: unit(5, 4, 3, 6.63, 7160),
  read: unit(0.0139, 0.271, 0, 0.106),
  lookedUp: unit(0.0417, 1, 0, 0),
} as const satisfies Record<string, Unit>;

/** Bytes that DynamoDB bills the storage of, index and overhead included, a row. */
export const STORED = { round: 1274, seller: 589, contact: 274, link: 315 } as const;

/** One analysis: `npx tsx bench/scale.ts run` and `map`, the jobs of the state machine on simulated sellers with 26 rounds each.
 *  Milliseconds of one processor: `fixed` a call, `row` for each, `part` for each range. Bytes of files, and of what the
 *  state machine hands on of a snapshot. Memory: `base` MB, bytes a row, and a row that is
 *  fitted. */
export const RUN = {
  fit: { fixed: 2000, row: 0.028, puts: 6, gets: 3 },
  pass: { count: 6, fixed: 20, row: 0.0077, part: 1 },
  estimate: { fixed: 20, row: 0.014, bytesSeller: 175, puts: 3, gets: 2 },
  summarise: { fixed: 60, part: 3, puts: 2, gets: 6 },
  publish: { fixed: 110, bytes: 492_000, puts: 52, gets: 60 },
  snapshot: { fixed: 30, bytesRow: 31, puts: 2, named: 130 },
  memory: { base: 150, row: 1000, fitted: 2000 },
} as const;

/** One night: `npx tsx bench/nights.ts 20000 .01` and `20000 .3`, milliseconds of one processor: a row that is copied and compared; a
 *  row of a seller of whom something is new, read, and estimated as it was and as it is. */
export const NIGHT = { fixed: 60, copied: 0.0004, read: 0.032, estimated: 0.094, gets: 9 } as const;
