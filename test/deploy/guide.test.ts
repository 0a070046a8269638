import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../lib/domain/instant.ts';
import { isRefusal, readEvent } from '../../lib/intake/candidate.ts';
import { candidatesIn, readDropKey } from '../../lib/intake/dropped-file.ts';
import { settingsOf, synthesise } from '../infra/synthesise.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/deploy.md'), 'utf8');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);

function instant(text: string) {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(`${text} is no instant`);
  return parsed;
}

describe('the guide to deploying', () => {
  it('shows first files that the intake takes as they are', async () => {
    const kinds = ['recommendations', 'actions', 'outcomes'];
    const files = blocks('csv');
    const now = instant('2026-11-30T00:00:00Z');
    expect(files).toHaveLength(kinds.length);
    for (const [index, kind] of kinds.entries()) {
      expect(guide).toContain(`/in/us/${kind}/first.csv`);
      const file = readDropKey(`in/us/${kind}/first.csv`);
      if (file === undefined) throw new RangeError(`${kind} is not taken`);
      const read = [];
      for await (const candidate of candidatesIn(file, Buffer.from(files[index] ?? '')))
        read.push(readEvent(candidate, now));
      expect(read.filter(isRefusal)).toEqual([]);
      expect(read).toHaveLength(1);
    }
  });

  it('names outputs that the stacks have', () => {
    const outputs = Object.keys(synthesise().app.findOutputs('*'));
    const named = [...guide.matchAll(/<([A-Z]\w+)>|outputs? `([A-Z]\w+)`/g)].map(
      ([, one, other]) => one ?? other,
    );
    expect(new Set(named).size).toBeGreaterThanOrEqual(5);
    for (const name of named) expect(outputs).toContain(name);
  });

  it('names settings that there are', () => {
    const rows = [...guide.matchAll(/^\| (`[^|]+`) +\|/gm)].map(([, cell = '']) => cell);
    const keys = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key));
    expect(keys.length).toBeGreaterThan(10);
    const config = JSON.stringify(settingsOf('dev'));
    for (const key of keys) expect(config).toContain(`"${key.split('.').at(-1)?.replace('[]', '')}"`);
  });
});
