import { isConstant, isUsable, segmentOfGroups, tooFew, type Objection } from '../groups.ts';
import { NEVER, type RolloutPanel } from './panel.ts';
import type { RolloutSettings } from './settings.ts';

/** Why a rollout cannot be told of a panel; undefined where it can be tried. */
export function objection(panel: RolloutPanel, { comparison, anticipation }: RolloutSettings) {
  const { cohort, periods, numerator, weight, segments, covariates } = panel;
  const seen = weight.some((value) => value > 0);
  if (panel.sellers === 0 || !seen) return of('no rows', 'no seller has a usable row in any period');
  if (![numerator, weight].every(isUsable)) return of('not finite', 'a value is missing or too large');
  const wide = Object.keys(covariates).find(
    (name) => !isUsable((covariates[name] ?? numerator).filter((value) => !Number.isNaN(value))),
  );
  if (wide !== undefined) return of('not finite', `covariate ${wide} has a value that is too large`);
  const treated = cohort.filter((g) => g !== NEVER);
  const within = treated.filter((g) => g < periods);
  if (treated.length > 0 && within.length === 0)
    return of('treatment after outcome', 'the process began after everything that was seen');
  const never = cohort.length - within.length;
  if (comparison === 'never' && never === 0)
    return of('no comparison group', 'every seller meets the process in the end');
  // without sellers who never meet it, the last cohort is a comparison only
  const last = within.reduce((latest, g) => Math.max(latest, g), NEVER);
  const shown = never > 0 ? within : within.filter((g) => g < last);
  const few = tooFew(within.length, shown.length === 0 ? 0 : never || within.length - shown.length);
  if (few) return few;
  if (shown.every((g) => g < 1 + anticipation))
    return of('no pre-period', 'every cohort was under the process in the first period, or knew of it');
  const groups = cohort.map((g) => (g < periods ? g : NEVER) - NEVER);
  const name = segmentOfGroups(groups, [...cohort.keys()], segments);
  if (name !== undefined)
    return of('exposure equal to a segment', `the cohorts are the values of segment ${name}`);
  return constant(panel) ? of('constant outcome', `${panel.kind} does not vary`) : undefined;
}

/** Whether every seller shows the same in every period. */
function constant({ numerator, weight }: RolloutPanel): boolean {
  const own = [...numerator.keys()]
    .filter((at) => (weight[at] ?? 0) > 0)
    .map((at) => (numerator[at] ?? 0) / (weight[at] ?? 1));
  return isConstant(Float64Array.from(own));
}

function of(reason: Objection['reason'], detail: string): Objection {
  return { reason, detail };
}
