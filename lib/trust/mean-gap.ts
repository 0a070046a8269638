import { meanOfCells } from './mean-of-cells.ts';
import type { Quantity } from './quantity-schema.ts';
import type { Cell } from './seller-estimates.ts';
import type { TrustFit } from './trust-fit.ts';

/** Mean of trust minus its Bayesian benchmark: above 0 the sellers trust more than the outcomes they saw support. */
export function meanGap(cells: readonly Cell[], fit: TrustFit): Quantity {
  return meanOfCells(cells, 'gap', fit, { range: [-1, 1], otherwise: NO_OUTCOME });
}

/** Mean of that benchmark: a function of the outcomes seen, without error. */
export function meanDeserved(cells: readonly Cell[], fit: TrustFit): Quantity {
  const { estimate, n, reason } = meanOfCells(cells, 'deserved', fit, { otherwise: NO_OUTCOME });
  return {
    estimate,
    lower: null,
    upper: null,
    se: null,
    n,
    reason: estimate === null ? reason : KNOWN_RECORD,
  };
}

const NO_OUTCOME = 'no seller has seen an outcome to compare trust with';
const KNOWN_RECORD = 'follows from the outcomes seen, without error';
