import { normalNodes, type Nodes } from '../../friction/event-likelihood.ts';
import type { FrictionNoise, FrictionNoiseAdjoint } from '../../friction/noise.ts';
import type { Measure } from '../../kalman/trust-panel.ts';
import type { Sequence } from '../../sequence.ts';
import type { Panel, StaticName } from '../kit.ts';
import { keptSequences, restrictedRoster, rosterOf, type Roster } from '../roster.ts';
import { eventDataOf, restrictedData, type EventData } from './event-data.ts';
import { EVENT_AT, EVENT_PARAMETERS, type EventTheory } from './event-theory.ts';
import { babbling, credulous, fixedDiscount, levelOne, levelTwo } from './fixed-weights.ts';
import { fixedLikelihood } from './fixed-likelihood.ts';
import { pathLikelihood, type PathLikelihood } from './path-likelihood.ts';
import { hybrid, trustEmbedded } from './trusting-weights.ts';
import { weightPath, type WeightPath } from './weight-path.ts';

export const EVENT_THEORIES: Readonly<Record<StaticName, EventTheory>> = {
  BAB: babbling,
  L0: credulous,
  L1: levelOne,
  L2: levelTwo,
  FD: fixedDiscount,
  TE: trustEmbedded,
  hybrid,
};

/** The nodes over which a seller's trust is integrated, as in QD: docs/model.md 6.5. */
const TRUST: Nodes = normalNodes(2.6, 31);
const WIDTH = EVENT_PARAMETERS.length;

/** Rooms that a panel and those restricted from it share: their calls do not overlap. */
interface Room {
  readonly path: WeightPath;
  readonly latent: PathLikelihood;
  readonly fixed: PathLikelihood;
  readonly adjoint: FrictionNoiseAdjoint;
}

/** The decisions of these sequences as events, under every static theory. docs/model.md 6.7b. */
export function eventPanel(sequences: readonly Sequence[], measure: Measure): Panel {
  const roster = rosterOf(sequences, measure);
  const longest = roster.starts.reduce(
    (most, start, i) => Math.max(most, start - (roster.starts[i - 1] ?? 0)),
    0,
  );
  return panelWith(roster, eventDataOf(sequences, roster), {
    path: weightPath(longest),
    latent: pathLikelihood(TRUST, longest),
    fixed: fixedLikelihood(longest),
    adjoint: { se: 0, bg: 0, sw: 0, eps: 0 },
  });
}

function panelWith(roster: Roster, events: EventData, room: Room): Panel {
  const { path, adjoint } = room;
  const { starts, recommender, recommenders } = roster;
  return {
    roster,
    cost: roster.gaps.length,
    evaluate(name, theta, signs, values, slopes) {
      const theory = EVENT_THEORIES[name];
      const { forward, backward } = theory.latent ? room.latent : room.fixed;
      const noise = eventNoise(theta);
      const sign = recommenders.map((of) => signs.get(of) ?? 1);
      slopes?.fill(0);
      for (let i = 0; i < recommender.length; i++) {
        const from = starts[i] as number;
        const to = starts[i + 1] as number;
        const towards = sign[recommender[i] as number] as number;
        theory.predict(events, from, to, theta, towards, path);
        values[i] = forward(events, from, to, noise, path);
        if (slopes === null) continue;
        clear(adjoint);
        backward(events, from, to, noise, path, adjoint);
        const o = WIDTH * i;
        theory.pull(events, from, to, theta, towards, path, slopes, o);
        slopes[o + EVENT_AT.lnSe] = adjoint.se * noise.se;
        slopes[o + EVENT_AT.lnSw] = adjoint.sw * noise.sw;
        slopes[o + EVENT_AT.logitEps] = adjoint.eps * noise.eps * (1 - noise.eps);
      }
    },
    restricted(keep) {
      const kept = keptSequences(roster, keep);
      return panelWith(restrictedRoster(roster, kept), restrictedData(events, roster, kept), room);
    },
  };
}

/** Noise of theta; no gap slope: theories are compared without one. */
function eventNoise(theta: ArrayLike<number>): FrictionNoise {
  return {
    se: Math.exp(theta[EVENT_AT.lnSe] as number),
    bg: 0,
    sw: Math.exp(theta[EVENT_AT.lnSw] as number),
    eps: 1 / (1 + Math.exp(-(theta[EVENT_AT.logitEps] as number))),
  };
}

function clear(adjoint: FrictionNoiseAdjoint): void {
  adjoint.se = 0;
  adjoint.sw = 0;
  adjoint.eps = 0;
}
