import type { Panel } from './kit.ts';
import { eventsIn } from './roster.ts';

/** Decisions above which a search begins on a part of the sellers: decision 0071. */
const LARGE = 2_500;
const PART = 1_500;

/** Every n-th seller of a large panel; undefined for one that is not large. */
export function partOf(panel: Panel): Panel | undefined {
  const events = eventsIn(panel.roster);
  if (events <= LARGE) return undefined;
  const every = Math.ceil(events / PART);
  return panel.restricted((seller) => seller % every === 0);
}
