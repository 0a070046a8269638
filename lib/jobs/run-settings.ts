import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/instant.ts';
import type { Process } from '../rounds/process.ts';
import type { AnalysisSettings } from '../trust/settings.ts';
import type { Model } from './manifest.ts';
import type { ReportPlace } from './previous-report.ts';

export interface SettingsParts {
  readonly tenants: readonly Tenant[];
  readonly codeVersion: string;
}

/** The settings of a tenant's run.
 *  @throws RangeError for a tenant that this stage does not have */
export function runSettings(
  { tenants, codeVersion }: SettingsParts,
  { tenant, cut, model }: { readonly tenant: string; readonly cut: Instant; readonly model: Model },
  processes: readonly Process[] = [],
  since?: ReportPlace,
): AnalysisSettings {
  const known = tenants.find(({ id }) => id === tenant);
  if (known === undefined) throw new RangeError(`fit requires a tenant of this stage, found ${tenant}`);
  return {
    ...model,
    directions: known.directions,
    asOf: cut,
    codeVersion,
    ...(since && { since }),
    ...(known.report.segments.length > 0 && { segments: known.report.segments }),
    ...(processes.length > 0 && { processes: [...processes] }),
  };
}
