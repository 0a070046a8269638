import { Cells } from '../cells.ts';
import type { PartTotals } from '../part-totals.ts';
import type { Cell } from '../seller-estimates.ts';
import { compare } from '../sequence.ts';

/** Totals of a part in which some sellers' rounds are others now, under the same fit: what they were, less what those sellers gave
 *  before, and what they give now. Sums are exact, so this is what all sellers of the part give, to the last digit.
 *  @param gone totals of those sellers' rounds as they were when `before` was made
 *  @param came the same as they are
 *  @returns in an order of its own, see `inOrder`; undefined where a sum came out as zero that was not: whether nobody is left in it,
 *   or those who are cancel out, only all of them can tell
 *  @throws RangeError where `gone` is no part of `before` */
export function replacedTotals(
  before: PartTotals,
  gone: PartTotals,
  came: PartTotals,
): PartTotals | undefined {
  const cells = new Cells();
  for (const cell of before.cells) cells.merge(cell);
  for (const cell of gone.cells) cells.merge(negative(cell));
  for (const cell of came.cells) cells.merge(cell);
  const left = cells.list().filter(({ sellers }) => sellers !== 0);
  if (left.some(({ sellers }) => sellers < 0))
    throw new RangeError('replacedTotals: gone is no part of before');
  if (left.some((cell) => hasEmptySum(cell))) return undefined;
  const lines = {
    all: before.lines.all - gone.lines.all + came.lines.all,
    withheld: replacedCounts(before.lines.withheld, gone.lines.withheld, came.lines.withheld),
  };
  return inOrder({ lines, cells: left });
}

/** The same totals, in the order of what they are about. */
export function inOrder({ lines, cells }: PartTotals): PartTotals {
  const withheld = Object.entries(lines.withheld).toSorted(([a], [b]) => compare(a, b));
  return {
    lines: { all: lines.all, withheld: Object.fromEntries(withheld) },
    cells: cells
      .map((cell) => ({
        ...cell,
        totals: cell.totals
          .map((total) => ({
            ...total,
            gradients: total.gradients.toSorted((a, b) => compare(a.segment, b.segment)),
          }))
          .toSorted((a, b) => compare(a.name, b.name)),
      }))
      .toSorted((a, b) => compare(keyOf(a), keyOf(b))),
  };
}

const keyOf = ({ kind, of }: Cell): string => [kind, ...of].join('\n');

/** Derivatives that are all zero: those of sellers who are gone, or of nobody. */
const hasEmptySum = ({ totals }: Cell): boolean =>
  totals.some(({ gradients }) => gradients.some(({ values }) => values.every((value) => value === '0')));

function negative(cell: Cell): Cell {
  return {
    ...cell,
    sellers: -cell.sellers,
    totals: cell.totals.map(({ name, value, variance, gradients }) => ({
      name,
      value: minus(value),
      variance: minus(variance),
      gradients: gradients.map(({ segment, values }) => ({ segment, values: values.map(minus) })),
    })),
  };
}

const minus = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);

function replacedCounts(
  before: Readonly<Record<string, number>>,
  gone: Readonly<Record<string, number>>,
  came: Readonly<Record<string, number>>,
): Record<string, number> {
  const names = new Set([...Object.keys(before), ...Object.keys(came)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const count = (before[name] ?? 0) - (gone[name] ?? 0) + (came[name] ?? 0);
      return count === 0 ? [] : [[name, count]];
    }),
  );
}
