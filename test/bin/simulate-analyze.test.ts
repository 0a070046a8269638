import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'simulate-'));

/** simulate, then analyze as simulate says. */
function recovered(theory: string): {
  truth: { dynamics: { parameters: Record<string, number> } };
  estimates: Estimates;
} {
  const rounds = join(folder, theory, 'rounds.csv');
  const simulated = trust(
    'simulate',
    '--theory',
    theory,
    '--sellers',
    '200',
    '--rounds',
    '20',
    '--seed',
    '1',
    '--out',
    rounds,
    '--json',
  );
  expect(simulated).toMatchObject({ exitCode: 0, stderr: '' });
  const { directions } = JSON.parse(simulated.stdout) as { directions: string };
  const analyzed = trust(
    'analyze',
    rounds,
    '--out',
    join(folder, theory, 'out'),
    '--as-of',
    '2026-11-22T00:00:00Z',
    ...directions.split(' '),
  );
  expect(analyzed).toMatchObject({ exitCode: 0, stderr: '' });
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, theory, path), 'utf8'));
  return { truth: read('truth.json') as never, estimates: estimatesSchema.parse(read('out/estimates.json')) };
}

describe('what was planted is found', () => {
  let found: ReturnType<typeof recovered>;
  beforeAll(() => {
    found = recovered('trust-embedded');
  });

  it.each(['initialMean', 'initialSd', 'gain', 'loss', 'asymmetry', 'driftSd', 'noiseSd', 'gapSlope'])(
    'trust-embedded: %s within 3 of its standard errors',
    (name) => {
      const { estimate, se } =
        found.estimates.dynamics.find(({ segment }) => segment === 'all')?.parameters[name] ?? {};
      const planted = found.truth.dynamics.parameters[name];
      expect(se).toBeGreaterThan(0);
      expect(
        Math.abs(((estimate ?? Number.NaN) - (planted ?? Number.NaN)) / (se ?? Number.NaN)),
      ).toBeLessThan(3);
    },
  );

  it('trust-embedded is preferred where it was planted', () => {
    expect(found.estimates.verdict.preferred).toBe('trust-embedded');
  });

  it.each(['level-k', 'babbling', 'mixture'])('%s is preferred where it was planted', (theory) => {
    expect(recovered(theory).estimates.verdict.preferred).toBe(theory);
  });
});

/** Every byte that simulate and analyze write. */
function bytes(name: string): string[] {
  const rounds = join(folder, name, 'rounds.csv');
  trust(
    'simulate',
    '--theory',
    'mixture',
    '--sellers',
    '40',
    '--rounds',
    '8',
    '--seed',
    '7',
    '--recommenders',
    '2',
    '--out',
    rounds,
  );
  expect(
    trust('analyze', rounds, '--out', join(folder, name), '--as-of', '2026-11-22T00:00:00Z').exitCode,
  ).toBe(0);
  return [
    'rounds.csv',
    'truth.json',
    'report.html',
    'estimates.json',
    'estimates.schema.json',
    'sellers.csv',
    'evolution.csv',
  ].map((file) => readFileSync(join(folder, name, file), 'utf8'));
}

it('the same seed writes the same bytes, and the same instant the same analysis', () => {
  expect(bytes('again')).toEqual(bytes('once'));
});
