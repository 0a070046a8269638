/** Whose lines go: the hash of a seller's erasure, or undefined for everybody else. */
export type Erased = (sellerId: string) => string | undefined;

export const SELLER_FIELDS = ['sellerId', 'seller_id'];

/** Whom an object names as its seller. */
export function sellerOf(value: unknown): string | undefined {
  const named = SELLER_FIELDS.map((name) => fieldOf(value, name)).find((found) => found !== undefined);
  return typeof named === 'string' || typeof named === 'number' ? String(named) : undefined;
}

export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** The first id in a text that is to go. A full stop or colon after an id may end the sentence. */
export function whoseText(text: string, erased: Erased): string | undefined {
  for (const [word] of text.matchAll(/[A-Za-z0-9][A-Za-z0-9._:/@+=-]*/g)) {
    const who = erased(word) ?? erased(word.replace(/[.:]+$/, ''));
    if (who !== undefined) return who;
  }
  return undefined;
}

/** Whose a thing is: that of the seller it names; where it names none, that of an id anywhere in its texts. */
export function whose(value: unknown, erased: Erased): string | undefined {
  const seller = sellerOf(value) ?? sellerOf(fieldOf(value, 'data'));
  return seller === undefined ? whoseText(textsIn(value).join(' '), erased) : erased(seller);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
