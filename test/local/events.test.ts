import { describe, expect, it } from 'vitest';
import { matches } from '../../lib/local/events.ts';
import type { Json } from '../../lib/local/json.ts';

const event = {
  source: 'aws.s3',
  detail: { object: { key: 'in/us/events/1.jsonl', size: 3 }, tags: ['a', 'b'] },
};

describe('an event pattern', () => {
  it.each<[Json, boolean]>([
    [{}, true],
    [{ source: ['aws.s3', 'other'] }, true],
    [{ source: ['other'] }, false],
    [{ detail: { object: { key: [{ prefix: 'in/' }] } } }, true],
    [{ detail: { object: { key: [{ prefix: 'out/' }] } } }, false],
    [{ detail: { object: { key: [{ suffix: '.jsonl' }] } } }, true],
    [{ detail: { object: { key: [{ wildcard: 'in/*/events/*.jsonl' }] } } }, true],
    [{ detail: { object: { key: [{ wildcard: 'in/*/actions/*' }] } } }, false],
    [{ detail: { object: { key: [{ 'anything-but': 'x' }] } } }, true],
    [{ detail: { object: { size: [3] } } }, true],
    [{ detail: { tags: ['b'] } }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { missing: ['x'] } }, false],
  ])('%j: %j', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it('of a kind that is not known here is refused', () => {
    expect(() => matches({ detail: { object: { size: [{ numeric: ['>', 1] }] } } }, event)).toThrow(
      /does not know/,
    );
  });
});
