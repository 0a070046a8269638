import type { RoundRow } from '../../rounds/row.ts';
import { fitWithSegments, type FitWithSegments } from '../fit-trust.ts';
import type { NestedModel } from '../kalman/nested-model.ts';
import type { FitByPasses } from '../reduce/fit-by-passes.ts';
import type { AnalysisSettings } from '../settings.ts';
import type { TrustFit } from '../trust-fit.ts';
import { passOverPanel, passPanel } from './pass-panel.ts';
import type { PassPart } from './pass-part.ts';
import { carried, searchFrom } from './pooled-search.ts';
import type { Search, SpreadState } from './spread-state.ts';
import { fitOfAll } from './whole-fit.ts';

/** Everything that a sample tells, and where the first pass over all sellers has to go.
 *  @param sample all rows of the sellers of the first `shardsInSample` shards, in any order
 *  @param total of the rows that the passes will go over, the sample's among them
 *  @param fitted the sample's fit, where it was made already */
export function beginSpread(
  sample: readonly RoundRow[],
  settings: AnalysisSettings,
  total: { readonly rows: number; readonly sellers: number },
  fitted: FitWithSegments = fitWithSegments(sample, settings),
): SpreadState {
  const { fit, segments, measure } = fitted;
  const sellers = new Set(sample.map(({ sellerId }) => sellerId)).size;
  if (sample.length > total.rows || sellers > total.sellers)
    throw new RangeError('beginSpread requires a sample of no more rows and sellers than there are in all');
  const isAll = sample.length === total.rows;
  const state: SpreadState = {
    schema: 'seller-trust/spread@1',
    pass: 0,
    total: { rows: total.rows, sellers: total.sellers },
    fit: isAll
      ? fit
      : {
          ...fit,
          sample: { rows: sample.length, sellers, ofRows: total.rows, ofSellers: total.sellers },
        },
    measure,
    few: segments.few.map(([name, own]) => ({ name, fit: own })),
    counts: null,
    searches: isAll ? [] : segments.own.flatMap(([segment, own]) => searchFrom(segment, own, measure) ?? []),
  };
  return { ...state, searches: state.searches.map((search) => advanced(search, state).search) };
}

/** A pass over the rows of some whole sellers. Parts of a pass are put together by `addParts`.
 *  @param rows in any order */
export function passOver(rows: readonly RoundRow[], state: SpreadState): PassPart {
  return passOverPanel(passPanel(rows, state), state);
}

/** Where the next pass has to go, or the fit of all sellers.
 *  @param whole the sum of the parts of this pass, of all sellers
 *  @throws RangeError for another pass than the state's */
export function nextSpread(state: SpreadState, whole: PassPart): SpreadState | { readonly fit: TrustFit } {
  const counts = state.counts ?? whole.counts;
  if (whole.pass !== state.pass || counts === null)
    throw new RangeError(`nextSpread requires pass ${state.pass}, found ${whole.pass}`);
  const found = new Map<string, FitByPasses<NestedModel>>();
  const searches = state.searches.map((before, k) => {
    const points = whole.searches[k]?.points ?? [];
    if (points.length !== before.needed.length)
      throw new RangeError(`nextSpread requires a pass where the state asked for one, in ${before.segment}`);
    const known = before.needed.map((theta, j) => ({ theta, sums: points[j] ?? null }));
    const { search, fits } = advanced({ ...before, known: [...before.known, ...known] }, state);
    if (fits) found.set(search.segment, fits);
    return search;
  });
  if (found.size === searches.length) return { fit: fitOfAll({ ...state, counts, searches }, found) };
  return { ...state, pass: state.pass + 1, counts, searches };
}

function advanced(
  search: Search,
  { fit }: SpreadState,
): { search: Search; fits?: FitByPasses<NestedModel> | undefined } {
  const times = fit.sample ? fit.sample.ofRows / fit.sample.rows : 1;
  const { needed, found } = carried(search, times);
  return { search: { ...search, needed }, fits: found };
}
