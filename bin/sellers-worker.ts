import { parentPort, workerData } from 'node:worker_threads';
import { rowsOf, type SharedTable } from '../lib/rounds/round-table.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import { raceOf, type Race } from '../lib/trust/fit-trust.ts';
import type { SellerEstimates } from '../lib/trust/seller-estimates.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';
import { addParts } from '../lib/trust/spread/add-parts.ts';
import { passOverPanel, passPanel, type PassPanel } from '../lib/trust/spread/pass-panel.ts';
import type { PassPart } from '../lib/trust/spread/pass-part.ts';
import type { SpreadState } from '../lib/trust/spread/spread-state.ts';
import type { TrustFit } from '../lib/trust/trust-fit.ts';
import { placesIn, type ShardedRows, type ShardRange } from './sharded-rows.ts';

/** What a thread is started with. */
export interface Given {
  readonly table: SharedTable;
  readonly sharded: ShardedRows;
}

/** `fit` is not answered: the estimates after it rest on it. */
export type Job =
  | { readonly kind: 'race'; readonly range: ShardRange | null; readonly settings: AnalysisSettings }
  | { readonly kind: 'pass'; readonly ranges: readonly ShardRange[]; readonly state: SpreadState }
  | { readonly kind: 'fit'; readonly fit: TrustFit }
  | { readonly kind: 'estimates'; readonly range: ShardRange };

type Done = PassPart | SellerEstimates | Race;
export type Answer = { readonly done: Done } | { readonly failed: unknown };

const { table, sharded }: Given = workerData;
const rowsAt = rowsOf(table);
const rowsIn = (range: ShardRange) => rowsAt(placesIn(sharded, range));
let panels: readonly PassPanel[] | undefined;
let fitted: TrustFit | undefined;

/** A thread of `SellersInWorkers`. */
function work(job: Job): Done | undefined {
  switch (job.kind) {
    case 'race':
      return raceOf(job.range === null ? rowsAt(sharded.places.keys()) : rowsIn(job.range), job.settings);
    case 'pass': {
      const { ranges, state } = job;
      panels ??= ranges.map((range) => passPanel(rowsIn(range), state));
      return panels.map((panel) => passOverPanel(panel, state)).reduce((a, b) => addParts(a, b));
    }
    case 'fit':
      panels = undefined;
      fitted = job.fit;
      return undefined;
    case 'estimates':
      if (fitted === undefined) throw new RangeError('estimates require a fit');
      return estimateSellers(rowsIn(job.range), fitted);
  }
}

parentPort?.on('message', (job: Job) => {
  const answer = answered(job);
  if (answer !== undefined) parentPort?.postMessage(answer, []);
});

function answered(job: Job): Answer | undefined {
  try {
    const done = work(job);
    return done && { done };
  } catch (failed) {
    return { failed };
  }
}
