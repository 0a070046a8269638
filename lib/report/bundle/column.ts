import type { Quantity, Repeated } from '../../trust/quantity-schema.ts';
import type { DefinitionId } from './table-definitions.ts';

export type Cell = string | number | boolean | null;
export type CellType = 'text' | 'whole' | 'number' | 'boolean';

/** What a column holds. There is no other way to a file than through one of these: a column without words cannot be. */
export interface Column {
  readonly name: string; // lower_snake_case; stable once published
  readonly type: CellType;
  readonly meaning: string;
  readonly unit: string | null; // null: none, or that of the row
  readonly range: string | null; // null: any
  readonly definition: DefinitionId | null;
}

/** A column and where its value stands in a row. */
export interface ColumnOf<Row> extends Column {
  readonly of: (row: Row) => Cell;
}

type More = Partial<Pick<Column, 'unit' | 'range' | 'definition'>>;

const PLAIN = { unit: null, range: null, definition: null };
const COUNT = { range: '0 or more' };

export function text<Row>(
  name: string,
  meaning: string,
  of: (row: Row) => string | null,
  more: More = {},
): ColumnOf<Row> {
  return { ...PLAIN, ...more, name, type: 'text', meaning, of };
}

/** A whole number, mostly how many of `unit` there are. */
export function whole<Row>(
  name: string,
  meaning: string,
  of: (row: Row) => number | null,
  more: More = {},
): ColumnOf<Row> {
  return { ...PLAIN, ...COUNT, ...more, name, type: 'whole', meaning, of };
}

export function number<Row>(
  name: string,
  meaning: string,
  of: (row: Row) => number | null,
  more: More = {},
): ColumnOf<Row> {
  return { ...PLAIN, ...more, name, type: 'number', meaning, of };
}

export function boolean<Row>(
  name: string,
  meaning: string,
  of: (row: Row) => boolean | null,
  more: More = {},
): ColumnOf<Row> {
  return { ...PLAIN, ...more, name, type: 'boolean', meaning, of };
}

/** A mean over sellers with its interval. */
export function meanColumns<
  Row extends { readonly mean: number | null; readonly lower: number | null; readonly upper: number | null },
>(meaning: string, more: More): readonly ColumnOf<Row>[] {
  return [
    number('mean', meaning, ({ mean }) => mean, more),
    number('lower', 'Lower end of its interval at this look alone.', ({ lower }) => lower, {
      ...more,
      definition: 'interval',
    }),
    number('upper', 'Upper end of its interval at this look alone.', ({ upper }) => upper, {
      ...more,
      definition: 'interval',
    }),
  ];
}

/** A quantity with both its intervals; the unit is that of the row. */
export function quantityColumns<Row>(of: (row: Row) => Quantity | Repeated): readonly ColumnOf<Row>[] {
  const interval = { definition: 'interval' } as const;
  const atAllLooks = { definition: 'at-all-looks' } as const;
  const anytime = (row: Row) => {
    const quantity = of(row);
    return 'anytime' in quantity ? quantity.anytime : { lower: null, upper: null, reason: null };
  };
  return [
    number('estimate', 'The number itself.', (row) => of(row).estimate),
    number('lower', 'Lower end of its interval at this look alone.', (row) => of(row).lower, interval),
    number('upper', 'Upper end of its interval at this look alone.', (row) => of(row).upper, interval),
    number('se', 'Its standard error.', (row) => of(row).se, { range: '0 or more' }),
    whole('n', 'Units it rests on: sellers, or sellers with a recommender.', (row) => of(row).n),
    number(
      'anytime_lower',
      'Lower end of its interval at all looks together.',
      (row) => anytime(row).lower,
      atAllLooks,
    ),
    number(
      'anytime_upper',
      'Upper end of its interval at all looks together.',
      (row) => anytime(row).upper,
      atAllLooks,
    ),
    text('reason', 'Why it cannot be told or is weak.', (row) => of(row).reason ?? anytime(row).reason),
  ];
}
