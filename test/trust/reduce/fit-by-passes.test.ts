import { describe, expect, test } from 'vitest';
import { shardOf } from '../../../lib/store/key.ts';
import { covarianceOf } from '../../../lib/trust/kalman/covariance.ts';
import { fitKalman, fitNested, type KalmanFit } from '../../../lib/trust/kalman/fit.ts';
import { meanRevertingModel } from '../../../lib/trust/kalman/mean-reverting-model.ts';
import type { KalmanModel } from '../../../lib/trust/kalman/model.ts';
import { nestedModel } from '../../../lib/trust/kalman/nested-model.ts';
import { kalmanPanel, type KalmanPanel } from '../../../lib/trust/kalman/panel.ts';
import { movesAndOutcomes, trustPanel } from '../../../lib/trust/kalman/trust-panel.ts';
import { meanRevertingLaw } from '../../../lib/trust/laws/mean-reverting.ts';
import { fitByPasses, startOf, type FitByPasses } from '../../../lib/trust/reduce/fit-by-passes.ts';
import { parsePassMessage, passMessage } from '../../../lib/trust/reduce/pass-message.ts';
import { passOf, sumOfPasses, type PassSums } from '../../../lib/trust/reduce/pass.ts';
import { isSampled } from '../../../lib/trust/reduce/sample.ts';
import { sequencesOf, type Sequence } from '../../../lib/trust/sequence.ts';
import { asymmetric, meanReverting, movedBy, still, type Step } from '../kalman/moving-trust.ts';

const READING = {
  scale: { name: 'level', minGap: 0.02, minGapRule: 'as set' },
  dropOutcomeOfUnusedRows: false,
} as const;
const MEASURE = { unit: 0.35, referenceGap: 0.35 };
const NAMES = ['static', 'symmetric', 'asymmetric'] as const;

const sequencesBy = (step: Step, sellers: number, rounds: number): Sequence[] =>
  sequencesOf(movedBy(step, sellers, rounds, 3), READING);

type PanelOf<Inputs> = (sequences: readonly Sequence[]) => KalmanPanel<Inputs>;
const asymmetricPanel = (sequences: readonly Sequence[]) => trustPanel(sequences, MEASURE);

/** In ranges of the 1,024 shards, the last range first; every message goes through its text. */
async function byRanges<Inputs, Model extends KalmanModel>(
  sequences: readonly Sequence[],
  ranges: number,
  panelOf: PanelOf<Inputs>,
  models: readonly Model[],
): Promise<FitByPasses<Model> & { passes: number; largest: number }> {
  const members = Array.from({ length: ranges }, (): Sequence[] => []);
  for (const sequence of sequences)
    members[Math.floor((shardOf(sequence.sellerId) * ranges) / 1024)]?.push(sequence);
  const panels = members.toReversed().map((range) => panelOf(range));
  const sample = sequences.filter(({ sellerId }) => isSampled(sellerId, sequences.length));
  let [passes, largest] = [0, 0];
  const fit = await fitByPasses(
    startOf(panelOf(ranges % 2 === 0 ? sample.toReversed() : sample), models),
    sequences.length,
    (points): PassSums => {
      passes++;
      const messages = panels.map((panel) => JSON.stringify(passMessage(passOf(panel, points))));
      largest = Math.max(largest, ...messages.map((text) => text.length / points.length));
      return sumOfPasses(messages.map((text) => parsePassMessage(JSON.parse(text))));
    },
  );
  return { ...fit, passes, largest };
}

const errors = (covariance: readonly (readonly number[])[] = []): number[] =>
  covariance.map((row, j) => Math.sqrt(row[j] ?? Number.NaN));

const between = (a = Number.NaN, b = Number.NaN, unit = 1): number => Math.abs(a - b) / (unit || 1);

/** How far two fits are from each other, at most: log-likelihoods relative to their size, theta in standard errors, and those
 *  relative to theirs. */
function distances(
  found: FitByPasses<KalmanModel>,
  fits: readonly KalmanFit<KalmanModel>[],
  covariance: number[][] | undefined,
) {
  const [scale, others] = [errors(covariance), errors(found.covariance)];
  const theta = found.fits.at(-1)?.theta ?? new Float64Array(0);
  return {
    likelihood: Math.max(
      ...fits.map(({ logLikelihood }, m) =>
        between(found.fits[m]?.logLikelihood, logLikelihood, Math.abs(logLikelihood)),
      ),
    ),
    place: Math.max(...(fits.at(-1)?.theta ?? []).map((value, j) => between(theta[j], value, scale[j]))),
    error: Math.max(...scale.map((error, j) => between(others[j], error, error))),
  };
}

const models = (gapSlope: boolean) => NAMES.map((name) => nestedModel(name, gapSlope));

describe.each([
  ['trust that moves', asymmetric, 2_400, 8, true],
  ['trust that stands still', still, 2_400, 4, false],
  ['few sellers', asymmetric, 60, 6, true],
] as const)('%s', (_name, step, sellers, rounds, gapSlope) => {
  const sequences = sequencesBy(step, sellers, rounds);

  test('1, 2, 16 or 1,024 ranges: the same bytes', async () => {
    const whole = await byRanges(sequences, 1, asymmetricPanel, models(gapSlope));
    for (const ranges of [2, 16, 1024]) {
      const split = await byRanges(sequences, ranges, asymmetricPanel, models(gapSlope));
      expect(JSON.stringify({ ...split, largest: 0 })).toBe(JSON.stringify({ ...whole, largest: 0 }));
    }
    expect(whole.passes).toBeLessThan(30);
    expect(whole.largest).toBeLessThan(230); // bytes a point
  });

  test('the fit that holds everything at once', async () => {
    const panel = asymmetricPanel(sequences);
    const fits = fitNested(panel, gapSlope);
    const found = await byRanges(sequences, 4, asymmetricPanel, models(gapSlope));
    const far = distances(found, fits, covarianceOf(panel, fits.at(-1) as KalmanFit));
    expect(far.likelihood).toBeLessThan(1e-9);
    expect(far.place).toBeLessThan(1e-3);
    expect(far.error).toBeLessThan(5e-5);
  });
});

const revertingPanel = (members: readonly Sequence[]) => {
  const { moves, fidelity } = movesAndOutcomes(members, MEASURE);
  return kalmanPanel(
    meanRevertingLaw,
    { surprise: fidelity, dose: new Float64Array(fidelity.length) },
    moves,
  );
};

test('the mean-reverting law', async () => {
  const sequences = sequencesBy(meanReverting, 2_400, 8);
  const model = meanRevertingModel({ gapSlope: false, twoSided: true, process: false });
  const panel = revertingPanel(sequences);
  const fit = fitKalman(panel, model);
  const found = await byRanges(sequences, 16, revertingPanel, [model]);
  const far = distances(found, [fit], covarianceOf(panel, fit));
  expect(far.likelihood).toBeLessThan(1e-9);
  expect(far.place).toBeLessThan(1e-3);
  expect(far.error).toBeLessThan(5e-5);
});
