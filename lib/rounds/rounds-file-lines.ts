import { isUtf8 } from 'node:buffer';

/** One line of a text file, 1 = the first. `text` is undefined when the line was refused, and `fault` says why. */
export interface Line {
  readonly line: number;
  readonly text?: string;
  readonly fault?: string;
}

/** Longest line that is read, in bytes. A longer one is counted, never kept. */
export const LONGEST_LINE = 1_000_000;

const LF = 0x0a;
const CR = 0x0d;

/** Cuts bytes into lines at LF, CRLF or CR, as they come; holds at most one line and one chunk. A byte order mark
 *  before the first line is dropped. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  for await (const lines of lineBatches(chunks)) yield* lines;
}

/** The same lines, many at a time. */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  const cutter = new LineCutter();
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += LARGEST_PART)
      yield cutter.cut(chunk.subarray(from, from + LARGEST_PART));
  yield cutter.end();
}

const LARGEST_PART = 1 << 18; // bytes, whose lines are there at once

class LineCutter {
  #line = 1;
  #held: Uint8Array[] = [];
  #bytes = 0;
  #afterReturn = false;
  #lines: Line[] = [];

  cut(part: Uint8Array): readonly Line[] {
    this.#lines = [];
    if (this.#afterReturn || part.includes(CR)) this.#byteByByte(part);
    else this.#byLineFeeds(part);
    return this.#lines;
  }

  end(): readonly Line[] {
    this.#lines = [];
    if (this.#bytes > 0) this.#endLine();
    return this.#lines;
  }

  #byteByByte(part: Uint8Array): void {
    let start = 0;
    for (let at = 0; at < part.length; at += 1) {
      const byte = part[at];
      if (byte === LF && this.#afterReturn) start = at + 1;
      else if (byte === LF || byte === CR) {
        this.#hold(part.subarray(start, at));
        this.#endLine();
        start = at + 1;
      }
      this.#afterReturn = byte === CR;
    }
    this.#hold(part.slice(start));
  }

  /** The lines that begin and end in the part are decoded together. */
  #byLineFeeds(part: Uint8Array): void {
    const first = part.indexOf(LF);
    const last = part.lastIndexOf(LF);
    if (first >= 0) {
      this.#hold(part.subarray(0, first));
      this.#endLine();
    }
    if (last > first) this.#together(part.subarray(first + 1, last));
    this.#hold(part.slice(last + 1));
  }

  #together(part: Uint8Array): void {
    const text = decoded(part);
    if (text !== undefined)
      for (const line of text.split('\n')) this.#lines.push({ line: this.#line++, text: line });
    else {
      this.#byteByByte(part);
      this.#endLine();
    }
  }

  #hold(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes > LONGEST_LINE) this.#held = [];
    else if (part.length > 0) this.#held.push(part);
  }

  #endLine(): void {
    const line = this.#line++;
    this.#lines.push(this.#bytes > LONGEST_LINE ? tooLong(line, this.#bytes) : decode(line, this.#held));
    this.#held = [];
    this.#bytes = 0;
  }
}

function tooLong(line: number, bytes: number): Line {
  return {
    line,
    fault: `a line of ${bytes} bytes; a line may have at most ${LONGEST_LINE}, check that line ends are not lost`,
  };
}

function decode(line: number, parts: readonly Uint8Array[]): Line {
  const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  if (line === 1 && startsLike16Bits(bytes)) return { line, fault: 'UTF-16 text; save the file as UTF-8' };
  const text = decoded(bytes);
  if (text === undefined) return { line, fault: 'not UTF-8 text; save the file as UTF-8' };
  return { line, text: line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text };
}

function decoded(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function startsLike16Bits(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
