import { sinceSentences } from '../since-words.ts';
import { TWO_REASONS } from './changes-section.ts';
import type { Comparison } from './comparison.ts';
import { tally } from './tally.ts';
import { until } from '../wording.ts';

/** A comparison as lines for a terminal. */
export function comparisonWords(comparison: Comparison): string[] {
  const { before, after, unreadable, headline, changes, since } = comparison;
  const title = `${before.period} (data until ${until(before.asOf, after.asOf)}) -> ${after.period} (${until(after.asOf, before.asOf)})`;
  if (unreadable !== null) return [`${title}: cannot tell what changed, ${unreadable}`];
  const same = headline.filter((row) => row.before === row.after).map(({ what }) => what);
  return [
    `${title}: ${tally(changes)}`,
    ...changes.map(({ kind, what }) => `  ${kind.padEnd(8)} ${what}`),
    '',
    ...headline
      .filter((row) => row.before !== row.after)
      .map(({ what, ...row }) => `${what}: ${row.before} -> ${row.after}`),
    ...(same.length > 0 ? [`The same: ${same.join(', ')}`] : []),
    '',
    `${TWO_REASONS}:`,
    ...sinceSentences(since),
  ];
}
