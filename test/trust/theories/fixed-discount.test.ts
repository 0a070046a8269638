import { expect, test } from 'vitest';
import { streams, type Stream } from '../../../lib/simulation/stream.ts';
import { fitTheory } from '../../../lib/trust/theories/fit.ts';
import { moveKit } from '../../../lib/trust/theories/moves/move-kit.ts';
import { sequenceOf } from './drawn.ts';

/** 12 sellers with 8 decisions each, who follow recommendations less `delta`, with noise .5. */
const sellers = (delta: number, stream: Stream) =>
  Array.from({ length: 12 }, (_, i) =>
    sequenceOf(
      `s${10 + i}`,
      'up',
      Array.from({ length: 8 }, () => {
        const gap = 1.5 * stream.normal();
        const move = Math.sign(gap) * Math.max(Math.abs(gap) - delta, 0) + 0.5 * stream.normal();
        return { gap, move, button: null, cap: null, range: null };
      }),
    ),
  );

/** The highest likelihood over a fine grid of delta, s at its best for each. */
function highest(sequences: ReturnType<typeof sellers>): number {
  const events = sequences.flatMap(({ steps }) => steps.flatMap(({ decision }) => decision ?? []));
  let best = -Infinity;
  for (let delta = 0; delta < 8; delta += 0.001) {
    const Q = events.reduce((sum, { gap, move }) => {
      const expected = Math.sign(gap) * Math.max(Math.abs(gap) - delta, 0);
      return sum + (move - expected) ** 2;
    }, 0);
    best = Math.max(best, (-events.length / 2) * (Math.log((2 * Math.PI * Q) / events.length) + 1));
  }
  return best;
}

test.each([0, 0.4, 1, 5])(
  'the discount %d: the highest of all corners of the likelihood, and settled',
  (delta) => {
    const stream = streams(31).next().value;
    const sequences = sellers(delta, stream);
    const panel = moveKit.panelOf(sequences, { unit: 1, referenceGap: 1 });
    const fit = fitTheory({ kit: moveKit, panel, theory: 'FD', signs: new Map() }, 0);
    expect(fit.convergence.converged).toBe(true);
    expect(Math.abs(fit.logLikelihood - highest(sequences))).toBeLessThan(0.05);
  },
);
