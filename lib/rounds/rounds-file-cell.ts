import { parseInstant, toInstant, type Instant } from '../domain/instant.ts';

/** A value that was not what its column needs; `reason` says what is wrong, then the fix after a semicolon. */
export interface Refused {
  readonly refused: string;
}
export type Read<T> = T | null | Refused;

export function isRefused(read: unknown): read is Refused {
  return typeof read === 'object' && read !== null && 'refused' in read;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const GROUPED = /^[+-]?\d{1,3}(?:[,'\u2019 \u00a0\u202f_]\d{3})+(?:\.\d*)?$/;
const DECIMAL_COMMA = /^[+-]?[\d.]*,\d+$/;
const NOT_KNOWN = /^(?:nan|na|n\/a|null|none|nil|undefined|-|\?|[+-]?inf(?:inity)?|#n\/a)$/i;

/** A finite decimal number. Text must be one, whole: no separators, no hexadecimal, no currency.
 *  Empty text and null mean not known. */
export function readNumber(cell: unknown): Read<number> {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'bigint') return readNumber(Number(cell));
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : { refused: notFinite };
  if (typeof cell !== 'string') return { refused: 'not a number; write a decimal number such as 12.5' };
  const text = cell.trim();
  if (text === '') return null;
  if (!NUMBER.test(text)) return { refused: whyNoNumber(text) };
  const number = Number(text);
  return Number.isFinite(number) ? number : { refused: 'too large for a number; check the value' };
}

const notFinite = 'not a finite number; leave it empty where it is not known';

function whyNoNumber(text: string): string {
  if (NOT_KNOWN.test(text)) return notFinite;
  if (GROUPED.test(text)) return `a thousands separator; write ${text.replaceAll(/[^\d.+-]/g, '')}`;
  if (DECIMAL_COMMA.test(text))
    return 'a comma in a number; write a decimal point and no thousands separator';
  if (/^[+-]?0[xob]/i.test(text)) return 'not a decimal number; write it with the digits 0 to 9';
  if (/^[^\d\s.+-]{1,3}\s?[\d.]+$|^[\d.]+\s?[^\d\s.]{1,12}$/.test(text))
    return 'a unit or currency in a number; write the number alone, the unit goes into unit';
  return 'text where a number belongs; write a decimal number such as 12.5, or leave it empty';
}

/** A whole number from `least` to `most`. */
export function readInteger(cell: unknown, least: number, most: number): Read<number> {
  const number = readNumber(cell);
  if (number === null || isRefused(number)) return number;
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  return { refused: `not a whole number from ${least} to ${most}; correct it or leave it empty` };
}

/** 0 or 1 (in typed formats also false or true). */
export function readFlag(cell: unknown): Read<boolean> {
  if (typeof cell === 'boolean') return cell;
  const number = readNumber(cell);
  if (number === null) return null;
  if (number === 0 || number === 1) return number === 1;
  return { refused: 'not 0 or 1; write 1 for yes, 0 for no, or leave it empty' };
}

/** Text of at most `longest` characters, without surrounding blanks; numbers (ids in typed files) become text. */
export function readText(cell: unknown, longest: number): Read<string> {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number' || typeof cell === 'bigint') return String(cell);
  if (typeof cell !== 'string') return { refused: 'not text; write plain text' };
  const text = cell.trim();
  if (text === '') return null;
  return text.length <= longest ? text : { refused: `longer than ${longest} characters; shorten it` };
}

/** An RFC 3339 instant with its zone. */
export function readInstant(cell: unknown): Read<Instant> {
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? { refused: notInstant } : toInstant(cell.getTime());
  const text = readText(cell, 40);
  if (text === null || isRefused(text)) return text;
  return parseInstant(text) ?? { refused: notInstant };
}

const notInstant = 'not an RFC 3339 instant with a zone; write it as 2026-11-22T09:00:00Z';

/** One of a list of words, exactly as written. */
export function readWord<Word extends string>(cell: unknown, words: readonly Word[]): Read<Word> {
  const text = readText(cell, 80);
  if (text === null || isRefused(text)) return text;
  return (
    words.find((word) => word === text) ?? { refused: `not a known word; use one of ${words.join(', ')}` }
  );
}
