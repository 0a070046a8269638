import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { violations } from './floors.ts';

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'bin', 'lib', 'lambdas'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path.endsWith('.ts') && existsSync(path));

describe('the house', () => {
  it('has files to check', () => {
    expect(tracked.length).toBeGreaterThan(10);
  });

  it.each(tracked)('%s keeps the rules', (path) => {
    expect(violations(path, readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('has no drawer without a name', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|shared|types|constants|misc|index)\.ts$/;
    expect(tracked.filter((path) => drawers.test(path))).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    const long = tracked.filter((path) => readFileSync(path, 'utf8').split('\n').length > 251);
    expect(long).toEqual([]);
  });
});

describe('the rules of the house', () => {
  const seeded: readonly (readonly [string, string, string, string])[] = [
    ['an upward import', 'lib/stats/x.ts', "import { a } from '../trust/a.ts';", 'upward'],
    ['an upward type import', 'lib/rounds/x.ts', "import type { A } from '../store/a.ts';", 'upward'],
    ['an upward lazy import', 'lib/link/x.ts', "const a = await import('../jobs/a.ts');", 'upward'],
    ['an upward re-export', 'lib/domain/x.ts', "export { a } from '../../bin/a.ts';", 'upward'],
    ['a sideways import', 'lib/survey/x.ts', "import '../report/a.ts';", 'sideways'],
    [
      'a sideways import over several lines',
      'lib/trust/x.ts',
      "import {\n  a,\n} from\n  '../store/a.ts';",
      'sideways',
    ],
    ['a file outside the house', 'lib/survey/x.ts', "import { a } from '../attic/a.ts';", 'no floor'],
    ['chance', 'lib/trust/x.ts', 'const a = Math.random();', 'Math.random'],
    ['the clock', 'lib/trust/x.ts', 'const a = new Date();', 'new Date()'],
    ['the clock without brackets', 'lib/trust/x.ts', 'const a = new Date;', 'new Date()'],
    ['the clock in milliseconds', 'lib/survey/x.ts', 'const a = Date.now();', 'Date.now'],
    ['the environment', 'lib/jobs/x.ts', 'const a = process.env.B;', 'process.env'],
    ['the console', 'lib/report/x.ts', "console.log('a');", 'console'],
    ['hidden randomness', 'lib/link/x.ts', "import { randomBytes } from 'node:crypto';", 'crypto randomness'],
    ['CDK outside the stacks', 'lib/jobs/x.ts', "import { App } from 'aws-cdk-lib';", 'CDK'],
    [
      'the AWS SDK outside its rooms',
      'lib/survey/x.ts',
      "import { A } from '@aws-sdk/client-s3';",
      'AWS SDK',
    ],
  ];

  it.each(seeded)('refuse %s', (_name, path, source, word) => {
    expect(violations(path, source).join()).toContain(word);
  });

  const innocent: readonly (readonly [string, string, string])[] = [
    ['a downward import', 'lib/trust/x.ts', "import { a } from '../stats/a.ts';"],
    ['an import within the room', 'lib/trust/x.ts', "import { a } from './laws/a.ts';"],
    ['a date from a number', 'lib/domain/x.ts', 'const a = new Date(5);'],
    ['a comment about the clock', 'lib/domain/x.ts', '// never new Date() here\n/* nor Math.random() */'],
    [
      'an address in a string before code',
      'lib/domain/x.ts',
      "const a = 'https://example.org'; const b = 1;",
    ],
    ['the clock at a door', 'lambdas/x.ts', 'const a = new Date();'],
  ];

  it.each(innocent)('allow %s', (_name, path, source) => {
    expect(violations(path, source)).toEqual([]);
  });

  it('see code after a comment sign inside a string', () => {
    expect(violations('lib/trust/x.ts', "const a = 'http://b'; const c = Math.random();")).toHaveLength(1);
  });
});
