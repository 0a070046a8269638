import { escapeHtml } from '../html/html.ts';

/** Text from upstream, cut so that no page outgrows its 20 kB, whatever its script.
 *  @param longest in bytes as they are sent: `é` is two, an escaped `"` six */
export function shortened(text: string, longest: number): string {
  if (sentBytes(text) <= longest) return text;
  let left = longest - sentBytes('…');
  let kept = '';
  for (const character of text) {
    left -= sentBytes(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Texts that share a room: all as they are where they fit together, else the longest cut, each to the same length.
 *  @param room in bytes as they are sent */
export function fitted(texts: readonly string[], room: number): readonly string[] {
  const sizes = texts.map(sentBytes).sort((a, b) => a - b);
  let left = room;
  for (const [index, size] of sizes.entries()) {
    const share = Math.floor(left / (sizes.length - index));
    if (size > share) return texts.map((text) => shortened(text, share));
    left -= size;
  }
  return texts;
}

function sentBytes(text: string): number {
  return Buffer.byteLength(escapeHtml(text));
}
