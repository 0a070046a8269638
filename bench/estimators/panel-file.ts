import { closeSync, openSync, readSync } from 'node:fs';
import type { Moves } from '../../lib/stats/transitions.ts';

const COLUMNS = ['seller', 'prior', 'rec', 'resp', 'outcome', 'reasons'] as const;
const BLOCK = 1 << 20;
const LONGEST_ROW = 1 << 16;
const POWERS = Float64Array.from({ length: 23 }, (_, n) => 10 ** n); // exact
const [COMMA, LINE_END, MINUS, POINT, ZERO] = [',', '\n', '-', '.', '0'].map((sign) =>
  sign.charCodeAt(0),
) as [number, number, number, number, number];

export interface PanelFile {
  readonly moves: Moves;
  readonly surprise: Float64Array;
  readonly dose: Float64Array;
}

/** Trust panel v1 (reference/trust-panel.py) from a file of any size: a block at a time, no text kept. */
export function readPanel(path: string): PanelFile {
  const rows = { move: growing(), design: growing(), surprise: growing(), dose: growing() };
  const starts: number[] = [];
  let last = Number.NaN;
  eachRow(path, ([seller = 0, prior = 0, rec = 0, resp = 0, outcome = 0, reasons = 0]) => {
    if (seller !== last) starts.push(rows.move.length());
    last = seller;
    rows.design.push(rec - prior);
    rows.move.push(resp - prior);
    rows.surprise.push(outcome);
    rows.dose.push(reasons);
  });
  const length = rows.move.length();
  const [design, move, surprise, dose] = [rows.design, rows.move, rows.surprise, rows.dose].map((column) =>
    column.all(),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    moves: { starts: Int32Array.from([...starts, length]), design, move, bend: new Float64Array(length) },
    surprise,
    dose,
  };
}

/** Calls `take` with the columns above of every row; NaN where a cell is empty. Decimals of up to 15 digits come out as
 *  `Number` reads them: an exact integer over an exact power of ten. */
function eachRow(path: string, take: (row: Float64Array) => void): void {
  const file = openSync(path, 'r');
  const block = new Uint8Array(BLOCK + LONGEST_ROW);
  const row = new Float64Array(COLUMNS.length);
  let places: Int8Array | undefined;
  let kept = 0; // bytes of a row whose end is in the next block
  for (let size = readSync(file, block, kept, BLOCK, null); size > 0;) {
    const end = block.lastIndexOf(LINE_END, kept + size - 1) + 1;
    let from = 0;
    if (!places) {
      from = block.indexOf(LINE_END) + 1;
      places = placesOf(new TextDecoder().decode(block.subarray(0, from - 1)));
    }
    readRows(block, from, end, places, row, take);
    block.copyWithin(0, end, kept + size);
    kept = kept + size - end;
    size = readSync(file, block, kept, BLOCK, null);
  }
  closeSync(file);
}

/** By column of the file, up to the last that is wanted: where it goes, -1: nowhere. */
function placesOf(header: string): Int8Array {
  const places = header.split(',').map((name) => COLUMNS.findIndex((wanted) => wanted === name));
  return Int8Array.from(places.slice(0, 1 + places.findLastIndex((place) => place >= 0)));
}

function readRows(
  block: Uint8Array,
  from: number,
  end: number,
  places: Int8Array,
  row: Float64Array,
  take: (row: Float64Array) => void,
): void {
  let at = from;
  while (at < end) {
    for (const place of places) {
      let byte = block[at] as number;
      const negative = byte === MINUS;
      if (negative) byte = block[++at] as number;
      const first = at;
      let digits = 0;
      let decimals = 0; // 1 more than there are, from the point on
      while (byte >= ZERO || byte === POINT) {
        if (byte === POINT) decimals = 1;
        else {
          digits = 10 * digits + byte - ZERO;
          if (decimals > 0) decimals++;
        }
        byte = block[++at] as number;
      }
      if (place >= 0) {
        const size = digits / (POWERS[Math.max(decimals - 1, 0)] as number);
        row[place] = at === first ? Number.NaN : negative ? -size : size;
      }
      if (byte === COMMA) at++;
    }
    while (block[at] !== LINE_END) at++;
    at++;
    take(row);
  }
}

/** Doubles, as many as come. */
function growing(): { push(value: number): void; length(): number; all(): Float64Array } {
  let values = new Float64Array(1 << 16);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const more = new Float64Array(Math.ceil(1.5 * length));
        more.set(values);
        values = more;
      }
      values[length++] = value;
    },
    length: () => length,
    all: () => values.subarray(0, length),
  };
}
