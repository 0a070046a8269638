import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const rows = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| T\d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('threats of SECURITY.md', () => {
  it('are fifteen, each with a control', () => {
    expect(rows.map(([, name]) => name)).toEqual(Array.from({ length: 15 }, (_, n) => `T${n + 1}`));
    for (const [, name, threat = '', control = ''] of rows)
      expect([name, threat.length > 10 && control.length > 10]).toEqual([name, true]);
  });

  it.each(rows.map(([, name = '', , , proofs = '']) => [name, proofs]))(
    '%s is proved by tests that exist',
    (_, proofs) => {
      const named = [...proofs.matchAll(/`(test\/[\w/.-]+\.test\.ts)` "([^"]+)"/g)];
      expect(named.length).toBeGreaterThan(0);
      expect(named).toHaveLength(proofs.split(';').length);
      for (const [, file = '', title = ''] of named) {
        const path = join(ROOT, file);
        expect([file, existsSync(path)]).toEqual([file, true]);
        expect([title, readFileSync(path, 'utf8').includes(title)]).toEqual([title, true]);
      }
    },
  );
});
