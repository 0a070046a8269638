import { readFileSync } from 'node:fs';
import type { Sequence } from '../../../../lib/trust/sequence.ts';

/** gap, kind (1 keep, 2 accept, 3 adjust), W, bound (+1 upper, -1 lower), range, fidelity of the outcome seen. */
type Row = readonly [number, number, number, number, number, number | null];

/** What reference/court-events.py computed: log-likelihoods by theory and seller, at its TRUTH, and maxima. */
interface Reference {
  readonly panel: readonly (readonly Row[])[];
  readonly golden: Readonly<Record<string, readonly number[]>>;
  readonly up: Readonly<Record<string, readonly number[]>>;
  readonly down: Readonly<Record<string, readonly number[]>>;
  readonly maxima: Readonly<Record<string, Readonly<Record<string, number>> & { shares?: number[] }>>;
}

export const reference: Reference = JSON.parse(
  readFileSync('reference/out/court-events.json', 'utf8'),
) as Reference;

/** theta of the theories of events at TRUTH: mu0, tau0, delta, ln se, ln sw, logit eps. */
export const TRUTH = Float64Array.of(0.5, 0.2, 0.1, Math.log(0.05), Math.log(0.15), Math.log(0.02 / 0.98));
export const SHARES = [0.5, 0.1, 0.15, 0.05, 0.2]; // TE, L0, L1, L2, BAB

const BUTTONS = { 1: 'keep', 2: 'accept' } as const;

/** The panel of the script as sequences, one seller each. */
export const panelSequences: readonly Sequence[] = reference.panel.map((rows, i) => ({
  sellerId: `s${String(i).padStart(2, '0')}`,
  recommender: 'replenishment',
  rounds: [],
  steps: rows.map(([gap, kind, W, bound, range, fidelity], round) => ({
    round,
    outcomeRound: fidelity === null ? null : round,
    fidelity,
    decision: {
      gap,
      move: W * gap,
      button: kind === 3 ? null : BUTTONS[kind as 1 | 2],
      cap: bound === 0 ? null : bound > 0 ? 'upper' : 'lower',
      range: bound === 0 ? null : range,
    },
  })),
}));
