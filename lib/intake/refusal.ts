import * as z from 'zod/mini';
import { nearest } from '../domain/nearest.ts';
import { EVENT_TYPES, fieldsOf } from '../rounds/event.ts';
import { asJson, cut } from '../rounds/rounds-file-columns.ts';

/** Why something was not taken: where it stood, what was found there, what is wrong and, after a semicolon, the fix. */
export interface Fault {
  readonly field: string; // data.value
  readonly value: string; // as found, at most 80 characters
  readonly reason: string;
}

export interface Refusal extends Fault {
  /** Index in a batch, from 0; line of a file, from 1. */
  readonly place: number;
  readonly id: string | null; // the event's, where it has one
}

type Issue = z.core.$ZodIssue;

/** The first thing wrong with an event, in the sender's words. */
export function faultOf(error: z.core.$ZodError, found: unknown): Fault {
  const [issue, ...more] = error.issues;
  if (issue === undefined) throw new RangeError('faultOf requires an issue');
  const path = pathOf(issue);
  const value = at(found, path);
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return {
    field: path.join('.') || 'event',
    value: shown(value),
    reason: reasonOf(issue, value, found) + others,
  };
}

/** A value as it can stand in one line. */
export function shown(value: unknown): string {
  if (value === undefined) return '';
  return cut(typeof value === 'string' || typeof value === 'number' ? String(value) : asJson(value));
}

function pathOf(issue: Issue): readonly string[] {
  const path = issue.path.map(String);
  return issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
}

function reasonOf(issue: Issue, value: unknown, found: unknown): string {
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0] ?? '', typeOf(found));
  if (issue.path[0] === 'type') return `not a known event type; use one of ${EVENT_TYPES.join(', ')}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  if (issue.code === 'invalid_value') return `not allowed here; use one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type') return wrongType(issue.expected, value);
  return issue.message;
}

function wrongType(expected: string, value: unknown): string {
  if (value === undefined) return 'missing; every event of this type needs it';
  if (value === null) return 'null; leave the field out where it is not known';
  if (typeof value === 'number') return 'not a finite number; leave the field out where it is not known';
  if (expected === 'number' && typeof value === 'string')
    return 'text where a number belongs; send a number, without quotes';
  const named = NAMES[expected] ?? expected;
  return `not ${named}; send ${named}`;
}

const NAMES: Readonly<Record<string, string>> = {
  number: 'a number',
  string: 'text',
  object: 'an object',
  record: 'an object',
  array: 'an array',
};

function unknownField(field: string, type: string | undefined): string {
  const known = fieldsOf(type);
  const meant = nearest(field, known);
  const fix = meant === undefined ? `remove it, known are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `not a field of ${type ?? 'an event'}; ${fix}`;
}

function typeOf(found: unknown): string | undefined {
  const type = at(found, ['type']);
  return typeof type === 'string' ? type : undefined;
}

function at(found: unknown, path: readonly string[]): unknown {
  let value = found;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === step)?.[1];
  }
  return value;
}
