import { checkHeader, cut } from './rounds-file-columns.ts';
import type { Line } from './rounds-file-lines.ts';
import type { Cells, Found } from './rounds-file-row.ts';

/** The rows of a JSONL file: one object a line, keys as the columns of a CSV file; absent or null means not known. */
export function jsonlRows(lines: readonly Line[]): Found[] {
  return lines.flatMap(({ line, text, fault }) => {
    if (text === undefined) return refused(line, '', fault ?? 'not readable; check it');
    return text.trim() === '' ? [] : object(line, text);
  });
}

function object(line: number, text: string): Found {
  const value = parsed(text);
  if (value === undefined)
    return refused(
      line,
      text,
      'not JSON; write one object a line, such as {"seller_id":"s1","recommender":"pricing","round":1,"recommended":12.5}',
    );
  if (!isCells(value)) return refused(line, text, 'not an object; write one object a line');
  const missing = checkHeader(Object.keys(value), line).find((fault) => fault.value === '');
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
