import * as z from 'zod/mini';
import { nearest } from '../domain/nearest.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** What is wrong with settings, a line each: the place, what stands there, and what belongs there. */
export function settingsFaults(schema: z.core.$ZodType, issues: readonly z.core.$ZodIssue[]): string[] {
  const root = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const misspelt = issues.flatMap((issue) => misspeltIn(issue, at(root, issue.path)));
  const meant = new Set(misspelt.map(({ place }) => place));
  return [
    ...issues
      .filter((issue) => issue.code !== 'unrecognized_keys' && !meant.has(issue.path.join('.')))
      .map((issue) => `${issue.path.join('.') || 'the file'}: ${fault(issue, at(root, issue.path))}`),
    ...misspelt.map(({ line }) => line),
  ];
}

function fault(issue: z.core.$ZodIssue, schema: Schema | undefined): string {
  const wanted = schema === undefined ? 'another value' : words(schema);
  if (issue.code === 'invalid_key') return `is ${issue.issues[0]?.message ?? 'not a name'}`;
  if (issue.input === undefined) return `this key is missing; it takes ${wanted}`;
  if (issue.message !== 'Invalid input') return issue.message;
  return `requires ${wanted}, got ${JSON.stringify(issue.input)}`;
}

/** Unknown keys with the known one each most likely means. */
function misspeltIn(issue: z.core.$ZodIssue, schema: Schema | undefined): { place: string; line: string }[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = branches(schema).flatMap(({ properties = {} }) => Object.keys(properties));
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const place = [...issue.path, meant ?? key].join('.');
    const fix = meant === undefined ? `remove it, or use ${known.join(', ')}` : `use ${meant}`;
    return { place, line: `${issue.path.join('.') || 'the file'}: unknown key "${key}"; ${fix}` };
  });
}

/** The schema at a path; undefined where there is none. */
function at(schema: Schema, path: readonly PropertyKey[]): Schema | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  for (const { items, properties = {}, additionalProperties } of branches(schema)) {
    const next =
      typeof step === 'number' ? [items].flat()[0] : (properties[String(step)] ?? additionalProperties);
    if (typeof next === 'object') return at(next, rest);
  }
  return undefined;
}

const branches = (schema: Schema | undefined): Schema[] =>
  schema === undefined ? [] : (schema.anyOf ?? [schema]).filter((each) => typeof each === 'object');

/** What a schema wants, in words. */
function words(schema: Schema): string {
  if (schema.anyOf !== undefined) return branches(schema).map(words).join(' or ');
  if (schema.enum !== undefined)
    return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${range(schema)}`;
    case 'number':
      return `a number${range(schema)}`;
    case 'array':
      return `a list of ${schema.minItems ?? 0} or more`;
    case 'object':
      return `an object${keys(schema)}`;
    case 'string':
      return 'a text in quotes';
    case 'null':
      return 'null';
    default:
      return 'a value';
  }
}

function range({ minimum, exclusiveMinimum, maximum }: Schema): string {
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${maximum}`;
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}${most}`;
  if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER) return ` of at least ${minimum}${most}`;
  return most.replace(' and', ' of');
}

function keys({ properties = {} }: Schema): string {
  const names = Object.keys(properties);
  return names.length === 0 ? '' : ` with ${names.join(', ')}`;
}
