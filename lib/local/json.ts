/** What a template, a state machine or a Lambda payload is made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** @throws RangeError naming what is not an object */
export function object(value: Json | undefined, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new RangeError(`${what} is not an object: ${JSON.stringify(value)}`);
}

/** @throws RangeError naming what is not a list */
export function list(value: Json | undefined, what: string): readonly Json[] {
  if (isList(value)) return value;
  throw new RangeError(`${what} is not a list: ${JSON.stringify(value)}`);
}

/** @throws RangeError naming what is not a text */
export function text(value: Json | undefined, what: string): string {
  if (typeof value === 'string') return value;
  throw new RangeError(`${what} is not a text: ${JSON.stringify(value)}`);
}

/** One or many, as IAM writes them. */
export function texts(value: Json | undefined, what: string): readonly string[] {
  return (isList(value) ? value : [value]).map((one) => text(one, what));
}

/** The value a JSON text holds; every JSON text is a `Json`. */
export function parseJson(source: string): Json {
  return JSON.parse(source);
}

/** As `parseJson`, for a text that must hold an object.
 *  @throws RangeError when it does not */
export function parseObject(source: string, what: string): JsonObject {
  return object(parseJson(source), what);
}
