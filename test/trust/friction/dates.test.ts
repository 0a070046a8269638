import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRounds } from '../../../lib/rounds/rounds-file.ts';
import { frictionCovariance } from '../../../lib/trust/friction/covariance.ts';
import { fitFrictionNested, type FrictionFit } from '../../../lib/trust/friction/fit.ts';
import { FRICTION } from '../../../lib/trust/friction/nested-model.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { pathForm } from '../../../lib/trust/friction/deterministic-path.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';

const FILE = '../shared/data/rounds/dates.csv';
const present = existsSync(FILE);
if (!present) console.log(`skipped: ${FILE} is not here, parity with docs/model.md 7.2 cannot be checked`);

/** docs/model.md 7.2: LL, then (mu0, tau0, sw, se, eps, bg, gain, loss) as tabled. */
const TABLE = {
  seen: {
    counts: [231, 119, 2989],
    models: {
      static: [-2499.56, 0.424, 0.498, 0.26, 1.44, 0.3, 0.2248],
      symmetric: [-2499.04, 0.433, 0.487, 0.258, 1.45, 0.299, 0.2259, -0.009, -0.009],
      asymmetric: [-2498.53, 0.441, 0.494, 0.258, 1.44, 0.3, 0.2276, -0.0083, 0.0212],
    },
  },
  notSeen: {
    counts: [227, 117, 2995],
    models: {
      static: [-2311.33, 0.808, 0.452, 0.298, 0.46, 0.245, 0.2285],
      asymmetric: [-2304.84, 0.842, 0.439, 0.288, 0.48, 0.252, 0.231, -0.0212, 0.0509],
    },
  },
} as const;

describe.skipIf(!present).each(['seen', 'notSeen'] as const)('dates.csv, outcomes %s', (sample) => {
  let counts: number[] = [];
  let fits: FrictionFit[] = [];
  let standardErrors: number[][] = [];

  beforeAll(async () => {
    const { rows } = await readRounds({ name: FILE, bytes: readFileSync(FILE) });
    const seen = sample === 'seen';
    const panelRows = rows.filter((row) => row.outcomeSeen === seen);
    const sequences = sequencesOf(panelRows, {
      scale: { name: 'level', minGap: 2, minGapRule: 'as set' },
      dropOutcomeOfUnusedRows: true,
      placebo: !seen,
    }).filter(({ steps }) => steps.filter(({ decision }) => decision).length >= 3);
    const panel = frictionPanel(sequences, { unit: 1, referenceGap: 10 });
    counts = [
      sequences.length,
      new Set(sequences.map(({ sellerId }) => sellerId)).size,
      panel.kind.filter((kind) => kind > 0).length,
    ];
    fits = fitFrictionNested(panel, pathForm, true);
    standardErrors = fits.map((fit) =>
      (frictionCovariance(panel, pathForm, fit) ?? []).map((row, j) => Math.sqrt(row[j] ?? 0)),
    );
  });

  test('sequences, people and events', () => {
    expect(counts).toEqual(TABLE[sample].counts);
  });

  test.each(Object.entries(TABLE[sample].models))('%s', (name, [logLikelihood = 0, ...tabled]) => {
    const at = fits.findIndex(({ model }) => model.name === name);
    const { theta, ...fit } = fits[at] as FrictionFit;
    expect(fit.convergence.converged).toBe(true);
    expect(fit.logLikelihood).toBeGreaterThanOrEqual(logLikelihood - 0.2);
    const { mu0, tau0, lnSw, lnSe, logitEps, bg, gain, loss } = FRICTION;
    const working = [mu0, tau0, lnSw, lnSe, logitEps, bg, gain, loss];
    const onWorkingScale = (value: number, place: number): number => {
      if (place === lnSw || place === lnSe) return Math.log(value);
      return place === logitEps ? Math.log(value / (1 - value)) : value;
    };
    tabled.forEach((value: number, j: number) => {
      const place = working[j] as number;
      const se = standardErrors[at]?.[place] as number;
      expect(se).toBeGreaterThan(0);
      expect(Math.abs((theta[place] as number) - onWorkingScale(value, place))).toBeLessThan(0.5 * se);
    });
  });

  test('a wider model is never below one it contains', () => {
    const values = fits.map(({ logLikelihood }) => logLikelihood);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });
});
