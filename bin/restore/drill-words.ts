import type { Instant } from '../../lib/domain/instant.ts';
import type { Replayed } from '../../lib/jobs/replay.ts';
import type { Drill } from '../../lib/jobs/restore-drill.ts';

/** What a drill did and found, in lines. */
export function drillWords(drill: Drill, { at, isLocal }: { at: Instant; isLocal: boolean }): string {
  const { kinds, replayed, facts, lost, erasedRows, optedOut, notHeld, passed } = drill;
  const rows = Object.entries(kinds).map(
    ([kind, { table, copy, both, equal }]) =>
      `${kind.padEnd(16)}${[table, copy, equal, both - equal, table - both, copy - both].map((n) => String(n).padStart(10)).join('')}`,
  );
  const head = ['in table', 'in copy', 'equal', 'changed', 'only table', 'only copy'];
  return [
    isLocal
      ? `copied the rows as they stand (the local engine keeps no history: AWS's own restore is not proven)`
      : `restored the table as it stood at ${at}`,
    ...replayWords(replayed),
    '',
    `${'rows'.padEnd(16)}${head.map((each) => each.padStart(10)).join('')}`,
    ...rows,
    '',
    `facts taken before: ${facts} compared one by one, ${lost} missing or different`,
    `erased sellers: ${erasedRows} rows of the copy name one`,
    `opt-outs: ${optedOut} sellers of the copy, ${notHeld} of whom it would write to`,
    passed ? 'passed; the copy is deleted' : 'FAILED; the copy is deleted',
  ].join('\n');
}

export const replayWords = (replayed: Readonly<Record<string, Replayed>>): string[] =>
  Object.entries(replayed).map(
    ([tenant, each]) =>
      `replayed for ${tenant}: ${each.sellers} sellers looked up, ${each.erased} erased again, ${each.optedOut} opted out again, ` +
      `${each.setAside} messages set aside`,
  );
