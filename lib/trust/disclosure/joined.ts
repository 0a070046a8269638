import { grouped } from './grouped.ts';
import type { Column } from './smallest-support.ts';
import type { Sum, Table } from './withholding.ts';

/** The same table with unknowns that stand in the same sums made one: no sum tells their sellers apart. Every crowd must have
 *  one unknown only. Those that count for nobody stay apart from those that count. */
export function joined({ columns, given, cells }: Table): Table {
  const sums = columns.map((): number[] => []);
  [...given, ...cells.map((cell) => cell.columns)].forEach((members, sum) => {
    for (const column of members) sums[column]?.push(sum);
  });
  const places = columns.map((_, column) => column).filter((column) => (sums[column] ?? []).length > 0);
  const groups = grouped(
    places,
    (j) => `${columns[j]?.sellers === 0 ? 'not' : ''} ${(sums[j] ?? []).join(' ')}`,
  );
  const place = new Map<number, number>();
  const merged = Array.from(groups.values(), (members, crowd): Column => {
    for (const column of members) place.set(column, crowd);
    return { crowd, sellers: members.reduce((sum, column) => sum + (columns[column]?.sellers ?? 0), 0) };
  });
  const moved = (members: readonly number[]): number[] =>
    [...new Set(members.flatMap((column) => place.get(column) ?? []))].toSorted((a, b) => a - b);
  return {
    columns: merged,
    given: given.map(moved),
    cells: cells.map((cell): Sum => Object.assign({}, cell, { columns: moved(cell.columns) })),
  };
}
