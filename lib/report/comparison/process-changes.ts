import { nameOf } from '../process-words.ts';
import { between, digitsOf, signed } from '../wording.ts';
import type { ComparedProcess, Side } from './compared-schema.ts';

/** What is otherwise in the registry, and in what can be told of a process. */
export function processChanges(before: Side, after: Side): string[] {
  const [a, b] = [before.estimates.processes, after.estimates.processes];
  const then = new Map(a.map((row) => [row.process, row]));
  const found = [
    ...b.flatMap((row) => {
      const old = then.get(row.process);
      const passed = milestones(row, before.asOf, after.asOf);
      return old === undefined
        ? [registered(row), ...passed]
        : [...entry(old, row), ...passed, ...effect(old, row)];
    }),
    ...a
      .filter(({ process }) => !b.some((row) => row.process === process))
      .map((row) => `${nameOf(row)} is registered no longer.`),
  ];
  const hashes = [before, after].map(({ methods }) => methods?.registry?.sha256);
  const unseen = found.length === 0 && hashes.every((hash) => hash !== undefined) && hashes[0] !== hashes[1];
  return unseen
    ? ['The registry has another entry that no number above tells, such as a cost or whom a process reached.']
    : found;
}

const registered = (row: ComparedProcess): string =>
  `${nameOf(row)} (${row.kind}, ${row.design}) is registered${row.effective === 'cannot tell' ? '' : ` and ${row.effective}: ${effectWords(row)}`}.`;

/** What began or ended between two cuts. */
function milestones(row: ComparedProcess, from: string, to: string): string[] {
  const isBetween = (at: string | null | undefined): boolean => at != null && at > from && at <= to;
  return [
    ...(isBetween(row.startsAt) ? [`${nameOf(row)} started on ${day(row.startsAt)}.`] : []),
    ...(isBetween(row.endsAt) ? [`${nameOf(row)} ended on ${day(row.endsAt)}.`] : []),
  ];
}

/** What the registry says otherwise of it. */
function entry(a: ComparedProcess, b: ComparedProcess): string[] {
  const parts = [
    ['name', a.name, b.name],
    ['kind', a.kind, b.kind],
    ['design', a.design, b.design],
    ['start', day(a.startsAt), day(b.startsAt)],
    ['end', day(a.endsAt), day(b.endsAt)],
  ] as const;
  return parts
    .filter(([, then, now]) => then !== now)
    .map(
      ([what, then, now]) =>
        `The ${what} of ${nameOf(b)} was changed: ${then ?? 'none'} before, ${now ?? 'none'} now.`,
    );
}

/** What came to be told of its effect, or is told no longer. */
function effect(a: ComparedProcess, b: ComparedProcess): string[] {
  if (a.effective === b.effective) return [];
  if (b.effective === 'cannot tell')
    return [`Of ${nameOf(b)} it is told no longer that it ${a.effective}: ${effectWords(b)}.`];
  const before =
    a.effective === 'cannot tell' ? 'could not be told before' : `the report before said: ${a.effective}`;
  return [`${nameOf(b)} ${b.effective}: ${effectWords(b)}; ${before}.`];
}

function effectWords({ effect: { estimate, ...bounds } }: ComparedProcess): string {
  return estimate === null
    ? 'no effect can be told'
    : `${signed(estimate, digitsOf(bounds))} of trust (${between(bounds, digitsOf(bounds)) ?? 'no interval'})`;
}

const day = (at: string | null | undefined): string | null => at?.slice(0, 10) ?? null;
