import type { Panel } from './kit.ts';

/** Cost of a panel above which a search begins on a part of the sellers: decision 0071. */
const LARGE = 2_500;
const PART = 1_500;

/** Every n-th seller of a large panel; undefined for one that is not large. */
export function partOf(panel: Panel): Panel | undefined {
  if (panel.cost <= LARGE) return undefined;
  const every = Math.ceil(panel.cost / PART);
  return panel.restricted((seller) => seller % every === 0);
}
