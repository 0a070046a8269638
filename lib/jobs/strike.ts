import { parse } from 'csv-parse/sync';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bundlesIn, bundlesOfText, fileOf } from './bundle.ts';
import { fieldOf, SELLER_FIELDS, sellerOf, whose, whoseText, type Erased } from './whose.ts';

export interface Struck {
  readonly bytes: Uint8Array;
  /** How many lines, rows or entries went, by erasure. */
  readonly lines: ReadonlyMap<string, number>;
  /** What they said. */
  readonly taken: readonly string[];
}

/** A file without what it says of single sellers: JSON lines and CSV lose their lines, JSON loses entries of its lists.
 *  What names nobody keeps its bytes, and a gzipped file stays one.
 *  @param key tells the format: .jsonl, .csv or .json, each also .gz; no other file names sellers
 *  @returns undefined where nothing has to go */
export function strike(key: string, bytes: Uint8Array, erased: Erased): Struck | undefined {
  const without = WITHOUT[/\.(jsonl|csv|json)(?:\.gz)?$/.exec(key)?.[1] ?? ''];
  if (without === undefined) return undefined;
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  // as Latin-1 every byte stays itself; ids are ASCII
  const text = Buffer.from(zipped ? gunzipSync(bytes) : bytes).toString('latin1');
  const lines = new Map<string, number>();
  const taken: string[] = [];
  const rest = without(text, erased, (who, what) => {
    if (who === undefined) return true;
    lines.set(who, (lines.get(who) ?? 0) + 1);
    taken.push(Buffer.from(what, 'latin1').toString().trim());
    return false;
  });
  if (lines.size === 0) return undefined;
  const left = Buffer.from(rest, 'latin1');
  return { bytes: zipped ? packed(bytes, left) : left, lines, taken };
}

/** A snapshot stays one: bundles that lost nobody are what they were. */
function packed(before: Uint8Array, left: Buffer): Uint8Array {
  return bundlesIn(before) === undefined ? gzipSync(left) : fileOf(bundlesOfText(left.toString()));
}

/** Counts what goes. @returns whether it stays */
type Stays = (who: string | undefined, what: string) => boolean;

const WITHOUT: Readonly<Record<string, (text: string, erased: Erased, stays: Stays) => string>> = {
  json: jsonWithout,
  jsonl: linesWithout,
  csv: csvWithout,
};

function linesWithout(text: string, erased: Erased, stays: Stays): string {
  return linesOf(text)
    .filter((line) => stays(whoseLine(line, erased), line))
    .join('');
}

/** A line that cannot be read is hers if it holds her id anywhere. */
function whoseLine(line: string, erased: Erased): string | undefined {
  try {
    return whose(JSON.parse(line), erased);
  } catch {
    return whoseText(line, erased);
  }
}

function jsonWithout(text: string, erased: Erased, stays: Stays): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(pruned(value, erased, stays), null, text.startsWith('{\n  ') ? 2 : 0);
  } catch {
    return linesWithout(text, erased, stays);
  }
}

/** Entries of lists go that name a seller, and refusals that quote one. */
function pruned(value: unknown, erased: Erased, stays: Stays): unknown {
  if (Array.isArray(value))
    return value
      .filter((entry: unknown) => !namesSomebody(entry) || stays(whose(entry, erased), JSON.stringify(entry)))
      .map((entry) => pruned(entry, erased, stays));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pruned(each, erased, stays)]));
}

function namesSomebody(entry: unknown): boolean {
  const refusal = fieldOf(entry, 'reason') !== undefined && fieldOf(entry, 'line') !== undefined;
  return refusal || sellerOf(entry) !== undefined;
}

/** A record goes whole, also where a quoted value runs over lines. One that does not fit the header is hers if it holds
 *  her id anywhere. */
function csvWithout(text: string, erased: Erased, stays: Stays): string {
  const [head = '', ...records] = recordsOf(linesOf(text));
  const delimiter = [';', '\t'].find((each) => head.includes(each)) ?? ',';
  const columns = cellsOf(head, delimiter).map((name) => name.replace(/^\u00EF\u00BB\u00BF/, '').trim());
  const at = columns.findIndex((name) => SELLER_FIELDS.includes(name));
  const kept = records.filter((record) => {
    const cells = cellsOf(record, delimiter);
    const cell = cells.length === columns.length ? cells[at] : undefined;
    const who = cell === undefined ? whoseText(record, erased) : erased(cell.trim().replace(/^'/, ''));
    return stays(who, record);
  });
  return [head, ...kept].join('');
}

function cellsOf(record: string, delimiter: string): string[] {
  const line = record.replace(/(?:\r\n|\n|\r)$/, '');
  if (!line.includes('"')) return line.split(delimiter);
  try {
    const parsed: string[][] = parse(line, { delimiter, relax_column_count: true });
    return parsed[0] ?? [];
  } catch {
    return [];
  }
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

const LONGEST_QUOTE = 50; // lines, as the reader of dropped files has it

function recordsOf(lines: readonly string[]): string[] {
  const records: string[][] = [];
  for (const line of lines) {
    const last = records.at(-1);
    if (last !== undefined && isOpen(last)) last.push(line);
    else records.push([line]);
  }
  return records.map((record) => record.join(''));
}

function isOpen(record: readonly string[]): boolean {
  return record.length < LONGEST_QUOTE && (record.join('').split('"').length - 1) % 2 === 1;
}
