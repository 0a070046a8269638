import type { Stream } from '../stream.ts';
import { drawAnswers, drawSufficient, NOTHING, pooled, type Sufficient } from './sufficient.ts';

/** A study of two arms as it will be run: how many are invited before each look, and who answers. Answers have sd 1. */
export interface StudyDesign {
  readonly invitations: readonly number[]; // an arm, before each look
  readonly responseRate: number;
  readonly baselineCorrelation: number;
}

/** The estimate at one look where there is no effect, in standard deviations of an answer; null before it can be estimated. */
export interface StudyLook {
  readonly estimate: number;
  readonly se: number;
}

/** One study with no effect, look by look. A true effect adds to every estimate and changes nothing else. */
export function drawStudy(design: StudyDesign, stream: Stream): (StudyLook | null)[] {
  let [control, treated] = [NOTHING, NOTHING];
  const more = (invited: number) => {
    const answers = drawAnswers(invited, design.responseRate, stream);
    return drawSufficient(answers, design.baselineCorrelation, stream);
  };
  return design.invitations.map((invited) => {
    control = pooled(control, more(invited));
    treated = pooled(treated, more(invited));
    return difference(control, treated, design.baselineCorrelation > 0);
  });
}

/** Difference of the arms' means; with a baseline, by analysis of covariance with one slope b inside arms:
 *      estimate = (y1 - y0) - b (x1 - x0)      se^2 = s^2 (1/n0 + 1/n1 + (x1 - x0)^2 / Sxx) */
export function difference(control: Sufficient, treated: Sufficient, baseline: boolean): StudyLook | null {
  const n = control.n + treated.n;
  const df = n - (baseline ? 3 : 2);
  if (control.n === 0 || treated.n === 0 || df < 1) return null;
  const [xx, xy, yy] = [control.xx + treated.xx, control.xy + treated.xy, control.yy + treated.yy];
  const b = baseline ? xy / xx : 0;
  const dx = treated.x - control.x;
  const spread = 1 / control.n + 1 / treated.n + (baseline ? (dx * dx) / xx : 0);
  const se = Math.sqrt(((yy - b * (baseline ? xy : 0)) / df) * spread);
  return se > 0 ? { estimate: treated.y - control.y - b * dx, se } : null;
}
