import { defaultSettings, type SimulationSettings } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { median } from '../../../lib/stats/median.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { chooseEstimator } from '../../../lib/trust/estimators.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { segmentsOf } from '../../../lib/trust/segments.ts';
import { decisionsOf } from '../../../lib/trust/sequence.ts';
import type { TrustFit } from '../../../lib/trust/trust-fit.ts';
import { settingsOf } from '../settings.ts';
import { logSequences, type TypedDesign } from './typed.ts';

/** Law and trust of G1. By button: the friction of G2, and trust goes where the law takes it. */
export function settingsBy(estimator: 'kf' | 'qd-adf', design: TypedDesign): SimulationSettings {
  const typed = { ...defaultSettings('trust-embedded'), ...design };
  if (estimator === 'kf') return typed;
  return { ...typed, buttons: { weightNoiseSd: 0.2, lapse: 0.05 }, clipped: false };
}

export interface PublishedRun {
  readonly covered: number; // share of published bands that hold the seller's trust now, cut to [0,1] as they are; NaN: no band
  readonly published: number; // share of sellers with a band
  readonly width: number; // mean
}

/** One replication: bands as the report has them, the parameters' uncertainty included. */
export function publishedRun(settings: SimulationSettings): PublishedRun {
  const { rows, sellers: truth } = simulate(settings);
  const sequences = logSequences(rows);
  const unit = median(decisionsOf(sequences).map(({ gap }) => Math.abs(gap))) ?? 1;
  const measure = { unit, referenceGap: unit };
  const { own } = segmentsOf(sequences, measure, chooseEstimator(sequences, { estimator: 'auto' }));
  const everyone = own[0][1].fit;
  if (!everyone) throw new Error('nothing was fitted');
  const { sellers } = estimateSellers(rows, { ...frame(), segments: { all: everyone } });
  const bands = sellers.flatMap(({ trustLower, trustUpper }, i) => {
    if (trustLower === null || trustUpper === null) return [];
    const trust = Math.min(Math.max(truth[i]?.trust ?? Number.NaN, 0), 1);
    return [{ holds: trust >= trustLower && trust <= trustUpper, width: trustUpper - trustLower }];
  });
  return {
    covered: bands.filter(({ holds }) => holds).length / bands.length,
    published: bands.length / sellers.length,
    width: bands.reduce((sum, { width }) => sum + width, 0) / bands.length,
  };
}

let empty: TrustFit | undefined;

/** What estimateSellers needs beside the fit: settings and scale of an analysis on the log scale. */
function frame(): TrustFit {
  empty ??= {
    ...fitTrust([], settingsOf({ scale: 'log', estimator: 'auto' })),
    scale: 'log',
    minGap: 0.02,
    recommenders: ['replenishment'],
  };
  return empty;
}
