import { studentWidth } from '../../stats/incomplete-beta.ts';
import { contrasts, filled } from './bounds.ts';
import { clusteredError, requireSample } from './sample.ts';
import type { AskedSample } from './sample.ts';

/** How different the silent would have to be from those who answered, to overturn a finding. */
export interface TippingPoint {
  readonly estimate: number; // were the silent like those who answered in the same arm
  readonly lower: number; // 95 %
  readonly upper: number;
  /** The shift of the silent under the process, in the unit of the answer, at which the interval reaches `none`; 0: it does
   *  already; null: not within the range of answers. */
  readonly shift: number | null;
  readonly shiftOfRange: number | null; // the same as a share of the range of answers
}

/** Fills silence in with the mean answer of the arm, then moves the silent who met the process against the finding until the 95 %
 *  interval of the difference reaches `none` (delta adjustment). Rubin (1977), JASA 72; Cro et al. (2020), Statistics in Medicine 39.
 *  Filled values have no noise of their own, so the interval here takes the answers' clustered error, answers alone.
 *  @throws RangeError without exposure, or without answers in both arms */
export function tippingPoint(sample: AskedSample, none = 0): TippingPoint {
  requireSample(sample);
  const { exposure, answered, value, range } = sample;
  if (!exposure) throw new RangeError('tippingPoint requires an exposure');
  const means = [0, 1].map((arm) => meanOf(value.filter((_, i) => answered[i] === 1 && exposure[i] === arm)));
  if (!means.every(Number.isFinite)) throw new RangeError('tippingPoint requires answers in both arms');
  const at = (shift: number) => differenceAt(sample, exposure, means, shift);
  const { estimate, lower, upper } = at(0);
  const against = estimate >= none ? -1 : 1;
  const reached = (shift: number): boolean => {
    const moved = at(against * shift);
    return against < 0 ? moved.lower <= none : moved.upper >= none;
  };
  const most = range[1] - range[0];
  const shift = reached(0) ? 0 : reached(most) ? leastWith(reached, most) : null;
  return {
    estimate,
    lower,
    upper,
    shift: shift === null || shift === 0 ? shift : against * shift,
    shiftOfRange: shift === null ? null : shift / most,
  };
}

function differenceAt(sample: AskedSample, exposure: Float64Array, means: readonly number[], shift: number) {
  const y = filled(sample, (i) => {
    const expected = means[exposure[i] as number] ?? Number.NaN;
    const moved = exposure[i] === 1 ? expected + shift : expected;
    return Math.min(sample.range[1], Math.max(sample.range[0], moved));
  });
  const rows = contrasts(sample, exposure, y);
  const estimate = meanOf(rows);
  const se = answersError(sample, exposure, means);
  const width = studentWidth(0.95, new Set(sample.cluster).size - 1) * se;
  return { estimate, lower: estimate - width, upper: estimate + width };
}

/** The error of the difference between answers: that of the filled-in difference would shrink with every silence. */
function answersError(
  { answered, value, cluster }: AskedSample,
  exposure: Float64Array,
  means: readonly number[],
): number {
  const n = answered.length;
  const counts = [0, 1].map((arm) => exposure.filter((D, i) => D === arm && answered[i] === 1).length);
  const influence = value.map((y, i) => {
    if (answered[i] !== 1) return 0;
    const arm = exposure[i] as number;
    return (((arm === 1 ? 1 : -1) * (y - (means[arm] ?? 0))) / (counts[arm] ?? 1)) * n;
  });
  return clusteredError(cluster, influence);
}

function leastWith(holds: (shift: number) => boolean, most: number): number {
  let [low, high] = [0, most];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
