import { createHash, randomUUID } from 'node:crypto';
import { type Json, isList, isObject, list, object, parseJson, text } from './json.ts';
import { StatesError } from './states-error.ts';

type Intrinsic = (...values: readonly Json[]) => Json;
const number = (value: Json | undefined) => Number(value);
const all = (value: Json | undefined) => list(value, 'argument');

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html, without MathRandom. */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'States.Array': (...values) => values,
  'States.ArrayContains': (values, wanted) =>
    all(values).some((one) => JSON.stringify(one) === JSON.stringify(wanted)),
  'States.ArrayGetItem': (values, at) => all(values)[number(at)] ?? null,
  'States.ArrayLength': (values) => all(values).length,
  'States.ArrayPartition': (values, size) =>
    Array.from({ length: Math.ceil(all(values).length / number(size)) }, (_, i) =>
      all(values).slice(i * number(size), (i + 1) * number(size)),
    ),
  'States.ArrayRange': (first, last, step) =>
    Array.from(
      { length: Math.floor((number(last) - number(first)) / number(step)) + 1 },
      (_, i) => number(first) + i * number(step),
    ),
  'States.ArrayUnique': (values) =>
    [...new Set(all(values).map((one) => JSON.stringify(one)))].map(parseJson),
  'States.Base64Decode': (value) => Buffer.from(text(value, 'argument'), 'base64').toString('utf8'),
  'States.Base64Encode': (value) => Buffer.from(text(value, 'argument')).toString('base64'),
  'States.Format': (template, ...values) => {
    let next = 0;
    return text(template, 'template').replaceAll('{}', () => asText(values[next++] ?? null));
  },
  'States.Hash': (value, algorithm) =>
    createHash(text(algorithm, 'algorithm').replace('-', '').toLowerCase())
      .update(asText(value ?? null))
      .digest('hex'),
  'States.JsonMerge': (a, b) => ({ ...object(a, 'argument'), ...object(b, 'argument') }),
  'States.JsonToString': (value) => JSON.stringify(value),
  'States.MathAdd': (a, b) => number(a) + number(b),
  'States.StringSplit': (value, letters) => {
    const splitters = [...text(letters, 'splitter')];
    const split = splitters.reduce(
      (whole, letter) => whole.replaceAll(letter, '\0'),
      text(value, 'argument'),
    );
    return split.split('\0').filter((part) => part !== '');
  },
  'States.StringToJson': (value) => parseJson(text(value, 'argument')),
  'States.UUID': () => randomUUID(),
};

/** @throws StatesError States.IntrinsicFailure when the function cannot do that with these values */
export function callIntrinsic(name: string, values: readonly Json[]): Json {
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) throw new RangeError(`the local stage does not know ${name}`);
  try {
    return intrinsic(...values);
  } catch (error) {
    throw new StatesError('States.IntrinsicFailure', `${name}: ${String(error)}`);
  }
}

function asText(value: Json): string {
  return isObject(value) || isList(value) ? JSON.stringify(value) : String(value);
}
