import type { RoundRow } from '../lib/rounds/row.ts';
import { Cells } from '../lib/trust/cells.ts';
import {
  fitBeforeRace,
  fitWithSegments,
  withRace,
  type FitWithSegments,
  type Race,
} from '../lib/trust/fit-trust.ts';
import type { SellerEstimates } from '../lib/trust/seller-estimates.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';
import type { PassPart } from '../lib/trust/spread/pass-part.ts';
import { shardsInSample } from '../lib/trust/spread/rows-at-once.ts';
import type { SpreadState } from '../lib/trust/spread/spread-state.ts';
import { beginSpread, nextSpread } from '../lib/trust/spread/spread.ts';
import type { TrustFit } from '../lib/trust/trust-fit.ts';
import type { Progress } from './progress.ts';

/** All sellers of a file, gone over part by part: in this process, or in several. */
export interface WholeSellers {
  readonly rows: number;
  readonly sellers: number;
  /** Rows of the sellers of the shards below this one. */
  below(shard: number): readonly RoundRow[];
  /** The race of theories of the shards below one, or of all rows in their own order, run by somebody else while this process goes
   *  on; undefined: there is nobody else. */
  race(shard: number | null, settings: AnalysisSettings): Promise<Race> | undefined;
  /** A pass over everybody, where the state says. */
  pass(state: SpreadState): PassPart | Promise<PassPart>;
  /** Everybody's estimates, in parts. */
  estimates(fit: TrustFit): Iterable<SellerEstimates> | AsyncIterable<SellerEstimates>;
  /** Ends what was begun for them. */
  close(): void;
}

/** A fit with everybody's estimates, and what was made beside them of the sample. */
export interface LargeFit<Beside> {
  readonly fit: TrustFit;
  readonly parts: readonly SellerEstimates[];
  readonly beside: Beside;
}

/** The analysis of more rows than are fitted at once: a sample, passes over everybody, everybody's estimates. Neither how sellers
 *  are split nor who goes over them changes a digit.
 *  @param beside done while others estimate, where others do */
export async function fitLarge<Beside>(
  all: WholeSellers,
  settings: AnalysisSettings,
  rowsAtOnce: number,
  progress: Progress,
  beside: (sample: readonly RoundRow[], fit: TrustFit) => Beside,
): Promise<LargeFit<Beside>> {
  const shards = shardsInSample(all.rows, rowsAtOnce);
  const sample = all.below(shards);
  progress.stage(`fitting ${sample.length} of ${all.rows} rounds`);
  const fitted = await fitBeside(all, shards, sample, settings);
  const fit = await fitByPasses(all, beginSpread(sample, settings, all, fitted), progress);
  progress.stage(`estimating ${all.sellers} sellers`);
  const coming = all.estimates(fit);
  const made = beside(sample, fit);
  return { fit, parts: await collected(coming, all, progress), beside: made };
}

/** Estimates as they come: sellers part by part, the cells of all added up, so that they take no more than those of one. */
/** The fit of some rows, its theories raced elsewhere where there is somebody.
 *  @param shard the rows are those of the shards below it; null: all, in their own order */
export async function fitBeside(
  all: WholeSellers,
  shard: number | null,
  rows: readonly RoundRow[],
  settings: AnalysisSettings,
): Promise<FitWithSegments> {
  const racing = all.race(shard, settings);
  if (racing === undefined) return fitWithSegments(rows, settings);
  const fit = fitBeforeRace(rows, settings);
  return withRace(fit, await racing);
}

export async function collected(
  coming: ReturnType<WholeSellers['estimates']>,
  { rows }: Pick<WholeSellers, 'rows'>,
  progress: Progress,
): Promise<SellerEstimates[]> {
  const parts: SellerEstimates[] = [];
  const cells = new Cells();
  let rounds = 0;
  for await (const part of coming) {
    parts.push({ sellers: part.sellers, cells: [] });
    for (const cell of part.cells) cells.merge(cell);
    rounds += part.sellers.reduce((sum, row) => sum + row.rounds, 0);
    progress.at(`estimating: ${rounds} of ${rows} rounds`);
  }
  return [...parts, { sellers: [], cells: cells.list() }];
}

async function fitByPasses(all: WholeSellers, begun: SpreadState, progress: Progress): Promise<TrustFit> {
  let state = begun;
  for (;;) {
    progress.stage(`pass ${state.pass + 1} over ${all.sellers} sellers`);
    // oxlint-disable-next-line no-await-in-loop -- where a pass goes follows from those before it
    const next = nextSpread(state, await all.pass(state));
    if ('pass' in next) state = next;
    else return next.fit;
  }
}
