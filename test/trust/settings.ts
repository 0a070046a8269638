import { toInstant } from '../../lib/domain/instant.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';

export function settingsOf(change: Partial<AnalysisSettings> = {}): AnalysisSettings {
  return {
    scale: 'auto',
    minGap: null,
    referenceGap: null,
    estimator: 'auto',
    directions: {},
    seed: 1,
    asOf: toInstant(Date.UTC(2026, 10, 22)),
    codeVersion: 'test',
    ...change,
  };
}
