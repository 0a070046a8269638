const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\u0660-\u0669\u06F0-\u06F9\u061C\u200F]/u;

/** Keeps a value from rearranging the sentence around it, and the sentence from rearranging the value (Unicode Bidirectional
 *  Algorithm, isolates). Only where directions can meet, so that left-to-right text stays as it is.
 *  @param direction of the text around it */
export function isolated(text: string, direction: 'ltr' | 'rtl'): string {
  const plain = text.replaceAll(CONTROLS, '');
  const meets = direction === 'rtl' || RIGHT_TO_LEFT.test(plain);
  return meets && plain !== '' ? FIRST_STRONG_ISOLATE + plain + POP_ISOLATE : plain;
}
