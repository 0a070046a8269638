import { count } from '../wording.ts';

const MOST_LISTED = 6;

/** The first ones, and how many more. */
export function listed(found: readonly string[], most = MOST_LISTED): string {
  const rest = found.length - most;
  return [...found.slice(0, most), ...(rest > 0 ? [`and ${count(rest)} more`] : [])].join('; ');
}
