/** Where two versions of a file begin to differ, for a reader. */
export interface Difference {
  readonly where: string; // trust.overall.estimate, line 12 sellers, byte 4711
  readonly published: string;
  readonly derived: string;
}

/** The first difference of two versions of a file, in the words of its format; undefined where they are the same. */
export function firstDifference(
  name: string,
  published: Uint8Array,
  derived: Uint8Array,
): Difference | undefined {
  if (Buffer.from(published).equals(derived)) return undefined;
  const format = FORMATS[name.slice(name.lastIndexOf('.') + 1)];
  return format?.(textOf(published), textOf(derived)) ?? byteDifference(published, derived);
}

type Format = (published: string, derived: string) => Difference | undefined;

const FORMATS: Readonly<Record<string, Format>> = {
  json: jsonDifference,
  csv: csvDifference,
  html: textDifference,
  md: textDifference,
};

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function jsonDifference(published: string, derived: string): Difference | undefined {
  try {
    return valueDifference(JSON.parse(published), JSON.parse(derived), isSame);
  } catch {
    return textDifference(published, derived);
  }
}

const isSame = (a: unknown, b: unknown): boolean => a === b;

/** The first leaf in which two JSON values differ, by the fields of the first.
 *  @param same whether two leaves agree
 *  @param path where the values stand */
export function valueDifference(
  published: unknown,
  derived: unknown,
  same: (published: unknown, derived: unknown) => boolean,
  path = '',
): Difference | undefined {
  if (!isBranch(published) || !isBranch(derived))
    return same(published, derived) ? undefined : leaf(path, published, derived);
  const inner = new Map(Object.entries(derived));
  for (const [key, value] of Object.entries(published)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (!inner.has(key)) return leaf(at, value, undefined);
    const found = valueDifference(value, inner.get(key), same, at);
    if (found) return found;
  }
  const added = Object.keys(derived).find((key) => !Object.hasOwn(published, key));
  if (added === undefined || same(undefined, inner.get(added))) return undefined;
  return leaf(path === '' ? added : `${path}.${added}`, undefined, inner.get(added));
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

const leaf = (where: string, published: unknown, derived: unknown): Difference => ({
  where: where === '' ? 'the whole' : where,
  published: shown(published),
  derived: shown(derived),
});

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, SHOWN);

const SHOWN = 80; // characters

function textDifference(published: string, derived: string): Difference {
  const [a, b] = [published.split('\n'), derived.split('\n')];
  const line = a.findIndex((each, at) => each !== b[at]);
  const at = line === -1 ? a.length : line;
  const [was = '', is = ''] = [a[at], b[at]];
  const column = [...was].findIndex((letter, index) => letter !== is[index]);
  const from = Math.max(0, (column === -1 ? Math.min(was.length, is.length) : column) - SHOWN / 4);
  const part = (text: string) => text.slice(from, from + SHOWN);
  return { where: `line ${at + 1}`, published: part(was), derived: part(is) };
}

/** Tables have plain cells in front of the one that differs, or the line is all that is told. */
function csvDifference(published: string, derived: string): Difference {
  const found = textDifference(published, derived);
  const line = Number(found.where.replace('line ', '')) - 1;
  const [head = [], was = [], is = []] = [published, published, derived].map((text, at) =>
    (text.split(/\r?\n/)[at === 0 ? 0 : line] ?? '').split(','),
  );
  const column = was.findIndex((cell, at) => cell !== is[at]);
  const name = was.length === head.length ? head[column] : undefined;
  if (name === undefined || line === 0) return found;
  return {
    where: `${found.where}, ${name}`,
    published: was[column] ?? 'nothing',
    derived: is[column] ?? 'nothing',
  };
}

function byteDifference(published: Uint8Array, derived: Uint8Array): Difference {
  const at = published.findIndex((byte, index) => byte !== derived[index]);
  const byte = at === -1 ? published.length : at;
  const told = (bytes: Uint8Array) => `${bytes[byte] ?? 'nothing'} of ${bytes.length} bytes`;
  return { where: `byte ${byte}`, published: told(published), derived: told(derived) };
}
