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
  let line = 1;
  let held: Uint8Array[] = [];
  let bytes = 0;
  let afterReturn = false;
  const end = (): Line => {
    const ended = bytes > LONGEST_LINE ? tooLong(line, bytes) : decode(line, held);
    line += 1;
    held = [];
    bytes = 0;
    return ended;
  };
  const hold = (part: Uint8Array) => {
    bytes += part.length;
    if (bytes > LONGEST_LINE) held = [];
    else if (part.length > 0) held.push(part);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === LF && afterReturn) start = at + 1;
      else if (byte === LF || byte === CR) {
        hold(chunk.subarray(start, at));
        yield end();
        start = at + 1;
      }
      afterReturn = byte === CR;
    }
    hold(chunk.slice(start));
  }
  if (bytes > 0) yield end();
}

function tooLong(line: number, bytes: number): Line {
  return {
    line,
    fault: `a line of ${bytes} bytes; a line may have at most ${LONGEST_LINE}, check that line ends are not lost`,
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(line: number, parts: readonly Uint8Array[]): Line {
  const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  if (line === 1 && startsLike16Bits(bytes)) return { line, fault: 'UTF-16 text; save the file as UTF-8' };
  try {
    const text = UTF_8.decode(bytes);
    return { line, text: line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text };
  } catch {
    return { line, fault: 'not UTF-8 text; save the file as UTF-8' };
  }
}

function startsLike16Bits(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
