import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-'));

it('trust start says plainly that it cannot keep anything in its folder', () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  for (const [directory, why] of [
    [file, 'a file with this name stands where a folder is needed'],
    [join(file, 'below'), 'a part of the path is a file, not a folder'],
  ] as const)
    expect(trust('start', '--dir', directory)).toMatchObject({
      exitCode: 1,
      stderr: `trust: cannot write into ${directory}: ${why}; give a folder of your own with --dir\n`,
    });
});

it('a number that must be above zero is asked for as that', () => {
  const { exitCode, stderr } = trust(
    'analyze',
    join(folder, 'rounds.csv'),
    '--out',
    folder,
    '--min-gap',
    '-3',
  );
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'trust: --min-gap requires a number above 0, got "-3"\n',
  });
});
