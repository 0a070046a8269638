import { densityAtNodes, normalAtNodes } from '../../stats/normal-at-nodes.ts';
import { EVENT, ZONES, type Zones } from './event.ts';

/** Nodes z_j and weights w_j of a discretised standard normal. */
export interface Nodes {
  readonly z: Float64Array;
  readonly w: Float64Array;
}

/** `count` nodes from -reach to reach, weights prop. to exp(-z^2/2), normalised. */
export function normalNodes(reach: number, count: number): Nodes {
  const z = Float64Array.from({ length: count }, (_, j) => -reach + (j * 2 * reach) / (count - 1));
  const w = z.map((value) => Math.exp((-value * value) / 2));
  const sum = w.reduce((total, value) => total + value, 0);
  return { z, w: w.map((value) => value / sum) };
}

/** Density of a lapse: a third each for KEEP, ACCEPT and a uniform ADJUST. */
export const lapseDensity = (kind: number, { keep, accept }: Zones = ZONES): number =>
  kind === EVENT.adjust ? 1 / (3 * (accept - keep)) : 1 / 3;

/** One decision as the likelihood sees it at predicted weights e_j = e0 + slope z_j. */
export interface FrictionEvent {
  kind: number;
  weight: number; // W = d/g
  e0: number;
  slope: number;
  sd: number; // of W about e: sqrt(sw^2 + (se/|g|)^2)
  eps: number; // share of lapses
  zones?: Zones; // those of kappa, if absent
}

/** Likelihood L_j at every node and its derivative in e. */
export interface NodeLikelihood {
  readonly L: Float64Array;
  readonly byWeight: Float64Array; // dL_j/de_j
  readonly density: Float64Array; // scratch
}

export function nodeLikelihood(count: number): NodeLikelihood {
  return {
    L: new Float64Array(count),
    byWeight: new Float64Array(count),
    density: new Float64Array(count),
  };
}

/** Where the event stands in standard deviations, x_j = x0 + slope z_j, and the sign of dL/de against phi(x). */
export function standardised(event: FrictionEvent): { x0: number; slope: number; sign: 1 | -1 } {
  const { kind, weight, e0, sd, zones = ZONES } = event;
  const slope = event.slope / sd;
  if (kind === EVENT.accept) return { x0: (e0 - zones.accept) / sd, slope, sign: 1 };
  return { x0: ((kind === EVENT.keep ? zones.keep : weight) - e0) / sd, slope: -slope, sign: -1 };
}

/** Likelihood of one decision at every node, docs/model.md 6.5:
 *      KEEP    Phi((kappa - e)/sd)        ACCEPT  Phi((e - 1 + kappa)/sd)        ADJUST  phi((W - e)/sd)/sd
 *      L = (1 - eps) that + eps base */
export function eventLikelihood(event: FrictionEvent, { z }: Nodes, into: NodeLikelihood): void {
  const { kind, sd, eps } = event;
  const { x0, slope, sign } = standardised(event);
  const { L, byWeight, density } = into;
  const base = eps * lapseDensity(kind, event.zones);
  if (kind === EVENT.adjust) {
    densityAtNodes(x0, slope, z, density);
    const scale = (1 - eps) / sd;
    for (let j = 0; j < z.length; j++) {
      const phi = scale * (density[j] as number);
      L[j] = phi + base;
      byWeight[j] = (phi * (x0 + slope * (z[j] as number))) / sd;
    }
    return;
  }
  normalAtNodes(x0, slope, z, L, density);
  const scale = (sign * (1 - eps)) / sd;
  for (let j = 0; j < z.length; j++) {
    L[j] = (1 - eps) * (L[j] as number) + base;
    byWeight[j] = scale * (density[j] as number);
  }
}
