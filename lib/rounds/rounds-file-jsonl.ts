import { checkHeader, cut } from './rounds-file-columns.ts';
import type { Line } from './rounds-file-lines.ts';
import type { Cells, Found } from './rounds-file-row.ts';

/** The rows of a JSONL file: one object a line, keys as the columns of a CSV file; absent or null means not known. */
export class JsonlReader {
  readonly #columns = new KnownColumns();

  rows(lines: readonly Line[]): Found[] {
    const found: Found[] = [];
    for (const { line, text, fault } of lines)
      if (text === undefined) found.push(refused(line, '', fault ?? 'not readable; check it'));
      else if (text.trim() !== '') found.push(object(line, text, this.#columns));
    return found;
  }
}

/** Lists of columns that were checked: most lines have those of the line before. */
class KnownColumns {
  readonly #lists = new Map<string, readonly string[]>();
  #last: readonly string[] = [];

  /** The list that was kept of the same columns. */
  of(columns: readonly string[]): readonly string[] | undefined {
    if (isSame(columns, this.#last)) return this.#last;
    const known = this.#lists.get(columns.join('\n'));
    if (known !== undefined) this.#last = known;
    return known;
  }
  add(columns: readonly string[]): void {
    if (this.#lists.size < MOST_LISTS) this.#lists.set(columns.join('\n'), columns);
  }
}

const MOST_LISTS = 1000;

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index]);

function object(line: number, text: string, checked: KnownColumns): Found {
  const value = parsed(text);
  if (value === undefined)
    return refused(
      line,
      text,
      'not JSON; write one object a line, such as {"seller_id":"s1","recommender":"pricing","round":1,"recommended":12.5}',
    );
  if (!isCells(value)) return refused(line, text, 'not an object; write one object a line');
  const own = Object.keys(value);
  const columns = checked.of(own);
  if (columns !== undefined) return { line, columns, values: Object.values(value) };
  const faults = checkHeader(own, line);
  if (faults.length === 0) checked.add(own);
  const missing = faults.find((fault) => fault.value === '');
  return missing === undefined ? { line, cells: value } : { rejection: { ...missing, value: cut(text) } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isCells(value: unknown): value is Cells {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(line: number, text: string, reason: string): Found {
  return { rejection: { line, field: 'line', value: cut(text), reason } };
}
