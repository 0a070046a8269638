import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { MODELS } from '../../../lib/report/bundle/models.ts';
import { DEFINITIONS } from '../../../lib/report/bundle/table-definitions.ts';

const FILE = new URL('published-definitions.json', import.meta.url);
/** Set PUBLISH=1 to write the digests of new definitions; those of published ones stay as they are. */
const published = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, string>;

const digestOf = (definition: object): string =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16);

const now = new Map(
  Object.entries({ ...DEFINITIONS, ...MODELS }).map(([id, { version, ...said }]) => [
    `${id}@${version}`,
    digestOf(said),
  ]),
);

describe('published definitions', () => {
  if (process.env['PUBLISH'] === '1') {
    const all = Object.entries({ ...Object.fromEntries(now), ...published }).toSorted(([a], [b]) =>
      a < b ? -1 : 1,
    );
    writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`);
  }

  test.each([...now])('%s says what it was published with', (name, digest) => {
    // Does this fail? A definition with other words is the next version of it: raise its version, then PUBLISH=1.
    expect(published[name]).toBe(digest);
  });

  it('no word and no model shares a name', () => {
    expect(Object.keys(MODELS).filter((name) => name in DEFINITIONS)).toEqual([]);
  });

  it('another meaning under the same version would be seen', () => {
    const { version: _, ...said } = DEFINITIONS.trust;
    expect(digestOf({ ...said, meaning: `${said.meaning} ` })).not.toBe(now.get('trust@1'));
  });
});
