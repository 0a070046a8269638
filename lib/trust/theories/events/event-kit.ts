import { EVENT_AT, EVENT_PARAMETERS, LEAST_WEIGHT_NOISE, MOST_LAPSES } from './event-theory.ts';
import type { Kit, Published, StaticName } from '../kit.ts';
import { eventDynamics } from './event-dynamics.ts';
import { EVENT_THEORIES, eventPanel } from './event-panel.ts';

const logit = (share: number): number => Math.log(share / (1 - share));

/** Starts of docs/model.md 6.7 in units of the median gap; noise as the friction likelihood starts it. */
const DELTAS = [0.33, 0.17, 1, 2];
const START = [0.5, Math.exp(-1.5), 0.33, Math.log(0.1), Math.log(0.2), logit(0.05)];

/** Theories of friction events: for sellers who press buttons. docs/model.md 6.7b. */
export const eventKit: Kit = {
  likelihood: 'events',
  parameters: EVENT_PARAMETERS,
  lower: [-2, -20, 0, -7, Math.log(LEAST_WEIGHT_NOISE), -7],
  upper: [3, 20, 50, 7, 3, logit(MOST_LAPSES)],
  starts: DELTAS.map((delta) => START.with(EVENT_AT.delta, delta)),
  free: {
    BAB: placesOf('BAB'),
    L0: placesOf('L0'),
    L1: placesOf('L1'),
    L2: placesOf('L2'),
    FD: placesOf('FD'),
    TE: placesOf('TE'),
    hybrid: placesOf('hybrid'),
  },
  panelOf: eventPanel,
  shiftPerEvent: () => 0,
  published(theta, free, { unit }) {
    const all = [
      { initialMean: theta[EVENT_AT.mu0] as number },
      { initialSd: Math.abs(theta[EVENT_AT.tau0] as number) },
      { delta: (theta[EVENT_AT.delta] as number) * unit },
      { noiseSd: Math.exp(theta[EVENT_AT.lnSe] as number) * unit },
      { weightNoiseSd: Math.exp(theta[EVENT_AT.lnSw] as number) },
      { lapse: 1 / (1 + Math.exp(-(theta[EVENT_AT.logitEps] as number))) },
    ];
    return free.reduce<Published>((sum, place) => Object.assign(sum, all[place]), {});
  },
  weightNoise: (theta, gap) =>
    Math.exp(2 * (theta[EVENT_AT.lnSw] as number)) + (Math.exp(theta[EVENT_AT.lnSe] as number) / gap) ** 2,
  dynamics: eventDynamics,
};

function placesOf(theory: StaticName): number[] {
  return EVENT_THEORIES[theory].free.map((name) => EVENT_AT[name]);
}
