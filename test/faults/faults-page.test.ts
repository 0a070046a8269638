import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../bench/faults/injector.ts';
import { INVARIANTS } from '../../bench/faults/invariants/all.ts';

/** The page tells what proves each invariant: it is held to the files. */
const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/faults.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| R\d/.test(line));
const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

describe('docs/faults.md', () => {
  it('tells of each invariant once, and where it is proven', () => {
    const numbers = rows.map((row) => Number(/^\| R(\d+)/.exec(row)?.[1]));
    expect(numbers).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
    const unproven = rows.filter((row) => named(row, /`(test\/[\w/-]+\.test\.ts)`/g).length === 0);
    expect(unproven).toEqual([]);
  });

  it('names files that are there', () => {
    for (const row of rows) {
      const [, , inProcess = '', stage = '', tests = ''] = row.split('|');
      const files = [
        ...named(inProcess, /`([\w/-]+\.ts)`/g).map((name) => `bench/faults/${name}`),
        ...named(stage, /`([\w/-]+\.ts)`/g).map((name) => `bench/faults/stage/${name}`),
        ...named(tests, /`(test\/[\w/-]+\.ts)`/g),
      ];
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    }
  });

  it('tells of every kind of fault and leaves out no invariant that is checked', () => {
    for (const fault of FAULTS) expect(page).toContain(`\`${fault}\``);
    const numbers = rows.map((row) => /^\| (R\d+) /.exec(row)?.[1]);
    for (const name of Object.keys(INVARIANTS)) expect(numbers).toContain(name.split(' ')[0]);
  });
});
