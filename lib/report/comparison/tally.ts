import { many, until } from '../wording.ts';
import { CHANGE_KINDS, type Change, type Comparison } from './comparison.ts';

/** `7 changes: 4 of data, 1 of method, none of wording, 2 of process` */
export function tally(changes: readonly Change[]): string {
  if (changes.length === 0) return 'nothing changed in data, method, wording or processes';
  const parts = CHANGE_KINDS.map((kind) => {
    const found = changes.filter((change) => change.kind === kind).length;
    return `${found === 0 ? 'none' : found} of ${kind}`;
  });
  return `${many(changes.length, 'change')}: ${parts.join(', ')}`;
}

/** The whole comparison in a sentence. */
export function changesSentence(comparison: Comparison | null): string {
  if (comparison === null) return 'This is the first report: there is none to compare it with.';
  const { before, after, unreadable, changes } = comparison;
  const found = unreadable === null ? tally(changes) : `cannot tell what changed, ${unreadable}`;
  return `Compared with the report of ${before.period}, data until ${until(before.asOf, after.asOf)}, ${found}.`;
}
