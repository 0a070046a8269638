import { studentWidth } from '../../stats/incomplete-beta.ts';
import { inner } from '../../stats/orthonormal.ts';
import { effect, refused, type ProcessEffect } from '../effect.ts';
import { isUsable } from '../groups.ts';
import { compare, times, type Comparison } from './comparison.ts';
import { taken, twoArms, type Experiment, type TwoArms } from './experiment.ts';
import { objection } from './guard.ts';

const NAME = 'complier effect (Wald)';

/** Below this first-stage F, exposure is too weakly moved by assignment to say what exposure does. Staiger & Stock (1997),
 *  Econometrica 65(3). */
export const WEAKEST_F = 10;

/** Effect of meeting the process on those whom the assignment made meet it:
 *      lambda = a / b      a: effect of the assignment on the outcome, b: on exposure
 *  The interval is Anderson & Rubin's, right however weak the first stage: all lambda with
 *      (a - lambda b)^2 <= t^2 (Vaa - 2 lambda Vab + lambda^2 Vbb)
 *  se is the delta method's. It takes it that the assignment moves the outcome by exposure alone, and nobody to do the
 *  opposite. Imbens & Angrist (1994), Econometrica 62(2); Andrews, Stock & Sun (2019), Annual Review of Economics 11.
 *  @throws RangeError without exposure, for outcomes with more than one base, or as `differenceInMeans` */
export function complierEffect(experiment: Experiment, arm = 1): ProcessEffect {
  const { exposure, outcome } = experiment;
  if (!exposure || outcome.bases.length > 1)
    throw new RangeError('complierEffect requires exposure and an outcome with one base');
  const arms = twoArms(experiment, arm);
  const why = objection(arms);
  if (why) return refused(NAME, why.reason, why.detail);
  const met = taken(exposure, arms.at);
  if (!isUsable(met)) return refused(NAME, 'not finite', 'exposure is not known for every row');
  const [base = met] = arms.bases;
  const first = compare(arms, NAME, [], times(base, met));
  if ('kind' in first && first.reason !== 'constant outcome') return first;
  if ('kind' in first) return withoutError(arms, met);
  const whole = compare(arms, NAME);
  return 'kind' in whole ? whole : wald(arms, whole, first, met);
}

/** Exposure is a function of the arm: all as assigned, or none at all. */
function withoutError(arms: TwoArms, met: Float64Array): ProcessEffect {
  const moved = (met[arms.treated.indexOf(1)] ?? 0) - (met[arms.treated.indexOf(0)] ?? 0);
  if (moved === 0) return refused(NAME, 'weak exposure', 'exposure does not vary with the assignment');
  const whole = compare(arms, NAME);
  if ('kind' in whole) return whole;
  const { estimate, influence } = whole.contrast;
  const contrast = { ...whole.contrast, estimate: moved, influence: influence.map(() => 0), se: 0 };
  return wald(arms, { ...whole, contrast: { ...whole.contrast, estimate } }, { ...whole, contrast }, met);
}

function wald(arms: TwoArms, whole: Comparison, first: Comparison, met: Float64Array): ProcessEffect {
  const { estimate: a, influence: psi, df } = whole.contrast;
  const { estimate: b, influence: phi } = first.contrast;
  const [Vaa, Vab, Vbb] = [inner(psi, psi), inner(psi, phi), inner(phi, phi)];
  const F = Vbb > 0 ? (b * b) / Vbb : Infinity;
  if (!(F >= WEAKEST_F))
    return refused(
      NAME,
      'weak exposure',
      `first-stage F is ${F.toPrecision(3)}; below ${WEAKEST_F} exposure is hardly moved`,
    );
  const lambda = a / b;
  const se = Math.sqrt(Math.max(0, Vaa - 2 * lambda * Vab + lambda * lambda * Vbb)) / Math.abs(b);
  if (!Number.isFinite(lambda) || !Number.isFinite(se))
    return refused(NAME, 'not finite', 'the effect is beyond the numbers a computer holds');
  if (!(se > 0))
    return refused(NAME, 'constant outcome', 'the outcome does not vary beside what exposure explains');
  const width = andersonRubin(a, b, [Vaa, Vab, Vbb], studentWidth(0.95, df));
  if (!width) return refused(NAME, 'weak exposure', 'with so few sellers the interval has no ends');
  const { experiment, names } = arms;
  return effect({
    estimator: NAME,
    estimand: `effect on ${experiment.outcome.kind} of meeting ${names[1]} against ${names[0]}, on those the assignment moved`,
    estimate: lambda,
    se,
    n: whole.fit.n,
    clusters: whole.fit.clusters,
    width,
    ...(experiment.smallest === undefined ? {} : { smallest: experiment.smallest }),
    diagnostics: {
      firstStage: b,
      firstStageF: Math.min(F, Number.MAX_VALUE),
      interval: 'Anderson-Rubin',
      ...exposed(met, arms.treated),
    },
  });
}

/** The roots of (b^2 - t^2 Vbb) lambda^2 - 2 (a b - t^2 Vab) lambda + a^2 - t^2 Vaa; undefined where the
 *  first is not positive, as with few sellers: the set has no ends. */
function andersonRubin(
  a: number,
  b: number,
  [Vaa, Vab, Vbb]: readonly [number, number, number],
  t: number,
): { lower: number; upper: number } | undefined {
  const [A, B, C] = [b * b - t * t * Vbb, a * b - t * t * Vab, a * a - t * t * Vaa];
  if (!(A > 0)) return undefined;
  const root = Math.sqrt(Math.max(0, B * B - A * C));
  return { lower: (B - root) / A, upper: (B + root) / A };
}

function exposed(met: Float64Array, treated: Float64Array): Record<string, number> {
  const mean = (arm: number): number => {
    const values = met.filter((_, i) => treated[i] === arm);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return { exposedInArm: mean(1), exposedInControl: mean(0) };
}
