import { fitByEm, type EmFit, type Move } from '../baselines/plain-em.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { decisionsOf, sequencesOf, unitOf, type Sequence } from '../../lib/trust/sequence.ts';
import { boxOf } from '../../lib/trust/theories/fit.ts';
import { CLASSES, type Signs } from '../../lib/trust/theories/kit.ts';
import { fitMixture, type MixtureFit } from '../../lib/trust/theories/mixture-fit.ts';
import { moveKit } from '../../lib/trust/theories/moves/move-kit.ts';
import type { Case, Pair, Size } from '../run/case.ts';

const SELLERS = { quick: 400, full: 3_000 } as const;

const SCALE = { name: 'log', minGap: 0.02, minGapRule: 'as set' } as const;

export const cases: readonly Case[] = [
  {
    name: 'mixture-fit',
    ours: 'maximum likelihood of the mixture of five types, on sums of sequences',
    baseline: 'plain EM over rows from the same start',
    rounds: { quick: 7, full: 3 },
    prepare: mixture,
  },
];

function mixture(size: Size): Pair {
  const { rows } = simulate({ ...defaultSettings('mixture'), sellers: SELLERS[size], rounds: 20, seed: 1 });
  // caps are left out on both sides: rows without bounds have none
  const free = rows.map((row) => Object.assign({}, row, { lowerBound: null, upperBound: null }));
  const sequences = sequencesOf(free, { scale: SCALE, dropOutcomeOfUnusedRows: false });
  const unit = unitOf(sequences);
  const panel = moveKit.panelOf(sequences, { unit, referenceGap: unit });
  const signs: Signs = new Map([['replenishment', 1]]);
  const start = {
    theta: Float64Array.from(moveKit.starts[0] ?? []),
    shares: CLASSES.map(() => 1 / CLASSES.length),
  };
  const places = moveKit.parameters.map((_, place) => place);
  const moves = sequences.map((sequence) => movesOf(sequence, unit));
  let [ours, plain]: [MixtureFit | undefined, EmFit | undefined] = [undefined, undefined];
  return {
    ours() {
      ours = fitMixture(moveKit, panel, signs, 0, [start]);
    },
    baseline() {
      plain = fitByEm(moves, start, boxOf(moveKit, places, 0));
    },
    agree: () =>
      `log-likelihood ${ours?.logLikelihood.toFixed(2)} / ${plain?.logLikelihood.toFixed(2)} after ${plain?.steps} steps`,
  };
}

const movesOf = (sequence: Sequence, unit: number): Move[] =>
  decisionsOf([sequence]).map(({ gap, move }) => ({ g: gap / unit, d: move / unit, side: 1 }));
