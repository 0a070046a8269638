import { closeSync, openSync, readSync } from 'node:fs';
import type { Moves } from '../../lib/stats/transitions.ts';

const COLUMNS = ['seller', 'prior', 'rec', 'resp', 'outcome', 'reasons'] as const;
const [COMMA, LINE_END, MINUS, POINT, ZERO] = [',', '\n', '-', '.', '0'].map((sign) => sign.charCodeAt(0));

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
  const block = new Uint8Array(1 << 20);
  const row = new Float64Array(COLUMNS.length);
  let header = '';
  let places: number[] | undefined; // by column of the file: where it goes, -1: nowhere
  let [column, digits, scale, sign, empty, fraction] = [0, 0, 1, 1, true, false];
  for (let size = readSync(file, block); size > 0; size = readSync(file, block))
    for (let at = 0; at < size; at++) {
      const byte = block[at] as number;
      if (!places) {
        if (byte !== LINE_END) header += String.fromCharCode(byte);
        else places = header.split(',').map((name) => COLUMNS.findIndex((wanted) => wanted === name));
        continue;
      }
      if (byte === COMMA || byte === LINE_END) {
        const place = places[column] as number;
        if (place >= 0) row[place] = empty ? Number.NaN : (sign * digits) / scale;
        [digits, scale, sign, empty, fraction] = [0, 1, 1, true, false];
        column++;
        if (byte === LINE_END) {
          take(row);
          column = 0;
        }
      } else if (byte === MINUS) sign = -1;
      else if (byte === POINT) fraction = true;
      else {
        digits = 10 * digits + (byte - (ZERO as number));
        if (fraction) scale *= 10;
        empty = false;
      }
    }
  closeSync(file);
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
