import { type Json, type JsonObject, isList, isObject, parseJson } from './json.ts';
import { callIntrinsic } from './states-functions.ts';
import { StatesError } from './states-error.ts';

/** What paths look into: `$` the state's input, `$$` the context object. */
export interface Scope {
  readonly input: Json;
  readonly context: JsonObject;
}

const STEP = /\.([A-Za-z_][\w-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+|\*)\]/y;

/** The value a path names. Of JSONPath, what machines here need: names, positions and `[*]`.
 *  @throws StatesError States.Runtime when nothing is there
 *  @throws RangeError on a path the stage does not know */
export function valueAt(path: string, scope: Scope): Json {
  const found = find(path, scope);
  if (found === undefined)
    throw new StatesError('States.Runtime', `Invalid path '${path}': no results for path`);
  return found;
}

/** As `valueAt`, with undefined where nothing is. */
export function find(path: string, { input, context }: Scope): Json | undefined {
  const inContext = path.startsWith('$$');
  let values: (Json | undefined)[] = [inContext ? context : input];
  let many = false;
  for (const step of stepsOf(path.slice(inContext ? 2 : 1), path)) {
    if (step === '*') {
      many = true;
      values = values.flatMap((value) =>
        isList(value) ? value : isObject(value) ? Object.values(value) : [],
      );
    } else values = values.map((value) => child(value, step)).filter((value) => !many || value !== undefined);
  }
  return many ? values.filter((value) => value !== undefined) : values[0];
}

function child(value: Json | undefined, step: string | number): Json | undefined {
  if (isList(value)) return typeof step === 'number' ? value[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function stepsOf(rest: string, path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (STEP.lastIndex = 0; STEP.lastIndex < rest.length;) {
    const match = STEP.exec(rest);
    if (match === null) throw new RangeError(`the local stage does not know the path ${path}`);
    const [, name, quoted, position] = match;
    steps.push(name ?? quoted ?? (position === '*' ? '*' : Number(position)));
  }
  return steps;
}

/** `ResultPath`: the input with a value put at a reference path; null keeps the input, `$` replaces it. */
export function put(path: Json | undefined, input: Json, value: Json): Json {
  if (path === null) return input;
  if (path === undefined || path === '$') return value;
  return putAt(stepsOf(String(path).slice(1), String(path)), input, value);
}

function putAt([step, ...rest]: (string | number)[], into: Json, value: Json): Json {
  if (step === undefined) return value;
  if (typeof step === 'number' || (!isObject(into) && into !== null))
    throw new StatesError(
      'States.ResultPathMatchFailure',
      `cannot put a result at ${step} of ${JSON.stringify(into)}`,
    );
  const inside: JsonObject = isObject(into) ? into : {};
  return { ...inside, [step]: putAt(rest, inside[step] ?? {}, value) };
}

/** A payload template: keys that end in `.$` hold a path or an intrinsic function. */
export function fill(template: Json, scope: Scope): Json {
  if (isList(template)) return template.map((one) => fill(one, scope));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), evaluate(String(value), scope)] : [key, fill(value, scope)],
    ),
  );
}

/** A path, or an intrinsic function with paths, literals and further functions as arguments. */
export function evaluate(expression: string, scope: Scope): Json {
  const source = expression.trim();
  if (source.startsWith('$')) return valueAt(source, scope);
  const call = /^(States\.\w+)\(([\s\S]*)\)$/.exec(source);
  if (call !== null)
    return callIntrinsic(
      call[1] ?? '',
      argumentsOf(call[2] ?? '').map((one) => evaluate(one, scope)),
    );
  if (source.startsWith("'")) return source.slice(1, -1).replaceAll(/\\(['{}\\])/g, '$1');
  return parseJson(source); // a number, true, false or null
}

/** Splits at the commas that stand outside quotes and brackets. */
function argumentsOf(source: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let piece = '';
  for (const [token] of source.matchAll(/'(?:[^'\\]|\\.)*'|[\s\S]/g)) {
    if ('(['.includes(token)) depth += 1;
    if (')]'.includes(token)) depth -= 1;
    if (token === ',' && depth === 0) {
      pieces.push(piece);
      piece = '';
    } else piece += token;
  }
  return piece.trim() === '' ? pieces : [...pieces, piece];
}
