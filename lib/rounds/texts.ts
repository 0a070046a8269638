/** Each text once, under a number from 1. */
export class Texts {
  readonly #texts: string[];
  readonly #indices: Map<string, number>;

  /** @param texts as `all` gave them */
  constructor(texts: readonly string[] = ['']) {
    this.#texts = [...texts];
    this.#indices = new Map(texts.slice(1).map((text, index) => [text, index + 1]));
  }

  /** By number. */
  get all(): readonly string[] {
    return this.#texts;
  }

  indexOf(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    const own = alone(text);
    this.#indices.set(own, this.#texts.length);
    return this.#texts.push(own) - 1;
  }

  of(index: number): string {
    return this.#texts[index] ?? '';
  }
}

/** A copy: a piece of a text may keep the whole of it in memory. */
export function alone(text: string): string {
  const copy: unknown = JSON.parse(JSON.stringify(text));
  return typeof copy === 'string' ? copy : text;
}
