import { THEORIES } from '../estimates.ts';
import type { Measure } from '../kalman/trust-panel.ts';
import type { Scale } from '../scale.ts';
import type { Sequence } from '../sequence.ts';
import type { AnalysisSettings } from '../settings.ts';
import type { TrustFit } from '../trust-fit.ts';

export function compareTheories(
  _sequences: readonly Sequence[],
  _measure: Measure,
  _scale: Scale,
  _settings: AnalysisSettings,
): Pick<TrustFit, 'theories' | 'mixture' | 'verdict'> {
  const reason = 'theories are not compared yet';
  const unknown = {
    parameters: {},
    parameterCount: null,
    logLikelihood: null,
    bic: null,
    heldOutLogScore: null,
    share: null,
  };
  return {
    mixture: null,
    theories: THEORIES.map((theory) => ({ theory, ...unknown, reason })),
    verdict: {
      preferred: 'cannot tell',
      vuong: { statistic: null, p: null, reason },
      heldOut: { difference: null, lower: null, upper: null, reason },
      reason,
    },
  };
}
