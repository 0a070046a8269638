import { defaultSettings } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { bic, vuong } from '../../../lib/stats/vuong.ts';
import { fitTheory } from '../../../lib/trust/theories/fit.ts';
import { CLASSES } from '../../../lib/trust/theories/kit.ts';
import { fitMixture } from '../../../lib/trust/theories/mixture-fit.ts';
import { classLikelihoods, responsibilities } from '../../../lib/trust/theories/mixture.ts';
import { moveKit } from '../../../lib/trust/theories/moves/move-kit.ts';
import { sellersAt } from '../../../lib/trust/theories/sellers.ts';
import { logSequences, type TypedDesign } from './typed.ts';

export const PLANTED = { TE: 0.5, L0: 0.1, L1: 0.15, L2: 0.05, BAB: 0.2 } as const;
export const TYPE_NAMES = CLASSES.map(({ name }) => name);
export const DELTA = 0.2;

/** Design G3 of docs/model.md 6.12, and what was recovered there: shares, delta and its sd, accuracy of hard labels. */
export const TYPES = [
  tabled(300, 20, 0.1, [0.507, 0.107, 0.133, 0.064, 0.188], 0.194, 0.022, 0.978),
  tabled(300, 40, 0.3, [0.498, 0.102, 0.146, 0.056, 0.198], 0.199, 0.006, 0.949),
  tabled(300, 20, 0.3, [0.501, 0.109, 0.135, 0.058, 0.198], 0.197, 0.015, 0.878),
  tabled(300, 8, 0.3, [0.501, 0.099, 0.116, 0.079, 0.205], 0.184, 0.031, 0.698),
  tabled(100, 20, 0.2, [0.515, 0.087, 0.15, 0.056, 0.191], 0.197, 0.017, 0.942),
] as const;

function tabled(
  sellers: number,
  rounds: number,
  noiseSd: number,
  shares: readonly number[],
  delta: number,
  deltaSd: number,
  accuracy: number,
) {
  return { sellers, rounds, noiseSd, shares, delta, deltaSd, accuracy };
}

export interface TypesRun {
  readonly shares: readonly number[]; // as fitted, in the order of TYPE_NAMES
  readonly drawn: readonly number[]; // shares of the sellers that were drawn
  readonly delta: number;
  readonly accuracy: number; // share of sellers whose likeliest type is theirs
}

const LEAST_GAP = 0.02;
const measure = { unit: 0.5, referenceGap: 0.5 };
const leastDelta = LEAST_GAP / measure.unit;
const signs = new Map([['replenishment', 1 as const]]);

/** One replication of the mixture. */
export function typesRun({ sellers, rounds, noiseSd }: TypedDesign, seed: number): TypesRun {
  const settings = { ...defaultSettings('mixture'), sellers, rounds, noiseSd, seed };
  const simulated = simulate(settings);
  const panel = moveKit.panelOf(logSequences(simulated.rows), measure);
  const fit = fitMixture(moveKit, panel, signs, leastDelta);
  const byClass = classLikelihoods(panel, fit.theta, signs);
  const classes = new Map(simulated.sellers.map((seller) => [seller.sellerId, seller.class]));
  const right = panel.roster.sellers.filter((sellerId, i) => {
    const each = responsibilities(byClass, fit.shares, i);
    return TYPE_NAMES[each.indexOf(Math.max(...each))] === classes.get(sellerId);
  });
  return {
    shares: fit.shares,
    drawn: TYPE_NAMES.map(
      (name) => simulated.sellers.filter((seller) => seller.class === name).length / sellers,
    ),
    delta: (fit.theta[moveKit.parameters.indexOf('delta')] as number) * measure.unit,
    accuracy: right.length / sellers,
  };
}

/** A population of one type: what BIC picks among TE, L1 and BAB, and Vuong's z' of TE against L1. n 100, T 15, s .2. */
export function pureRun(truth: 'TE' | 'L1' | 'BAB', seed: number): { picked: string; z: number } {
  const nobody = { TE: 0, L0: 0, L1: 0, L2: 0, BAB: 0 };
  const [sellers, shares] = [100, { ...nobody, [truth]: 1 }];
  const settings = { ...defaultSettings('mixture'), shares, sellers, rounds: 15, noiseSd: 0.2, seed };
  const panel = moveKit.panelOf(logSequences(simulate(settings).rows), measure);
  const [te, one, babbling] = (['TE', 'L1', 'BAB'] as const).map((theory) => {
    const { theta, logLikelihood } = fitTheory({ kit: moveKit, panel, theory, signs }, leastDelta);
    const k = moveKit.free[theory].length;
    const each = sellersAt(panel, theory, theta, signs);
    return { theory, k, each, bic: bic(logLikelihood, k, sellers) };
  });
  if (!te || !one || !babbling) throw new Error('a theory was not fitted');
  const picked = [te, one, babbling].reduce((a, b) => (b.bic < a.bic ? b : a)).theory;
  const test = vuong(te.each, one.each, te.k, one.k);
  return { picked, z: typeof test === 'string' ? 0 : test.corrected };
}
