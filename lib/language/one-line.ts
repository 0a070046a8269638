/** What would start another line, or turn the direction of the text around it. */
const BREAKS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu;
const TURNS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Text from outside for a place that has one line, such as a mail's subject: no control characters, nothing that turns
 *  the direction of what follows, and no more than fits.
 *  @param longest in characters as a reader counts them */
export function oneLine(text: string, longest: number): string {
  const line = text.replaceAll(TURNS, '').replaceAll(BREAKS, ' ').trim();
  const characters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return characters.length <= longest
    ? line
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
