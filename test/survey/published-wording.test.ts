import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MICRO, NOTICE, QUARTERLY } from '../../lib/survey/questionnaire.ts';
import { WORDS } from '../../lib/survey/language.ts';
import { LANGUAGES } from '../../lib/survey/words/words.ts';

const FILE = new URL('published-wording.json', import.meta.url);
/** Set PUBLISH=1 to write the digests of new items; those of published ones stay as they are. */
const published = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Record<string, string>>;

const items = Object.entries(WORDS).map(
  ([language, words]) => [language, Object.entries(words.items)] as const,
);
const names = Object.keys(WORDS.en.items).sort();

describe('published wording', () => {
  if (process.env['PUBLISH'] === '1') {
    const now = Object.fromEntries(names.map((name) => [name, { ...digestsOf(name), ...published[name] }]));
    writeFileSync(FILE, `${JSON.stringify(now, undefined, 2)}\n`);
  }

  test.each(Object.entries(published))('%s is as it was published, in every language', (name, digests) => {
    // Does this fail? Undo the change and add the next version of the item beside it: answers to different words must not
    // share a name. Only then PUBLISH=1.
    expect(digestsOf(name)).toEqual(digests);
  });

  test('every item has a version, is published in every language, and none was taken away', () => {
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*@[1-9]\d*$/);
    expect(Object.keys(published).sort()).toEqual(names);
    for (const digests of Object.values(published))
      expect(Object.keys(digests).sort()).toEqual([...LANGUAGES].sort());
  });

  test('what is asked is published', () => {
    for (const name of [...Object.values(MICRO), NOTICE, ...Object.values(QUARTERLY).flat()])
      expect(names).toContain(name);
  });

  test('no language left an item in another language’s words', () => {
    const digests = items.flatMap(([, entries]) => entries.map(([, wording]) => digestOf(wording)));
    expect(new Set(digests).size).toBe(digests.length);
  });
});

function digestsOf(name: string): Record<string, string> {
  return Object.fromEntries(
    items.flatMap(([language, entries]) =>
      entries.flatMap(([id, wording]) => (id === name ? [[language, digestOf(wording)]] : [])),
    ),
  );
}

function digestOf(wording: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(spokenOut(wording)))
    .digest('hex')
    .slice(0, 16);
}

/** Text that depends on a value, with that value named and left out. */
function spokenOut(wording: unknown): unknown {
  if (typeof wording === 'function') return [wording('{value}'), wording('')] as unknown;
  if (typeof wording !== 'object' || wording === null) return wording;
  return Object.entries(wording).map(([key, value]) => [key, spokenOut(value)]);
}
