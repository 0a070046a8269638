import type { Quantity, Repeated } from '../../trust/quantity-schema.ts';
import { quantityColumns, text, type ColumnOf } from './column.ts';
import type { Measure } from './table.ts';
import { definitionName } from './table-definitions.ts';

/** A row of a long table: one measure of one thing. */
export interface Measured<Name extends string = string> {
  readonly measure: Name;
  readonly quantity: Quantity | Repeated;
}

/** The columns that every long table ends with: which measure, in which unit, by which definition, and the quantity. */
export function measuredColumns<Row extends Measured>(
  measures: Readonly<Record<string, Measure>>,
): readonly ColumnOf<Row>[] {
  return [
    text('measure', 'What the row tells; see measures.', ({ measure }) => measure),
    text('unit', 'Unit of the numbers of the row.', ({ measure }) => measures[measure]?.unit ?? null),
    text('definition', 'Word and version of its definition.', ({ measure }) => {
      const described = measures[measure];
      return described === undefined ? null : definitionName(described.definition);
    }),
    ...quantityColumns<Row>(({ quantity }) => quantity),
  ];
}

/** A number that is known, or has no interval, as a quantity. */
export function plain(estimate: number | null, n: number, reason: string | null = null): Quantity {
  return { estimate, lower: null, upper: null, se: null, n, reason };
}
