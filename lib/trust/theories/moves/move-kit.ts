import type { Kit, Published } from '../kit.ts';
import { rosterOf } from '../roster.ts';
import { AT, PARAMETERS } from './evaluation.ts';
import { moveDynamics } from './move-dynamics.ts';
import { movePanel } from './move-panel.ts';
import { moveSumsOf } from './move-sums.ts';

/** Starts of docs/model.md 6.7, for a median gap of .3: delta .1, then .05, .3 and .6; s .2. */
const DELTAS = [0.33, 0.17, 1, 2];
const START = [0.5, Math.exp(-1.5), 0.33, Math.log(0.67)];

/** Theories of moves with Gaussian noise: for sellers who type values. */
export const moveKit: Kit = {
  likelihood: 'moves',
  parameters: PARAMETERS,
  lower: [-2, -20, 0, -9],
  upper: [3, 20, 50, 9],
  starts: DELTAS.map((delta) => START.with(AT.delta, delta)),
  free: {
    BAB: [AT.lnS],
    L0: [AT.lnS],
    L1: [AT.delta, AT.lnS],
    L2: [AT.delta, AT.lnS],
    FD: [AT.delta, AT.lnS],
    TE: [AT.mu0, AT.tau0, AT.lnS],
    hybrid: [AT.mu0, AT.tau0, AT.delta, AT.lnS],
  },
  panelOf(sequences, measure) {
    const roster = rosterOf(sequences, measure);
    return movePanel(roster, moveSumsOf(sequences, roster));
  },
  shiftPerEvent: ({ unit }) => Math.log(unit),
  published(theta, free, { unit }) {
    const all = [
      { initialMean: theta[AT.mu0] as number },
      { initialSd: Math.abs(theta[AT.tau0] as number) },
      { delta: (theta[AT.delta] as number) * unit },
      { noiseSd: Math.exp(theta[AT.lnS] as number) * unit },
    ];
    return free.reduce<Published>((sum, place) => Object.assign(sum, all[place]), {});
  },
  weightNoise: (theta, gap) => (Math.exp(theta[AT.lnS] as number) / gap) ** 2,
  dynamics: moveDynamics,
};
