import type { Instant } from '../../../lib/domain/instant.ts';
import type { ReportFolder } from '../../../lib/report/comparison/compared-schema.ts';
import { isoWeek } from '../../../lib/trust/period.ts';
import type { Estimates } from '../../../lib/trust/estimates.ts';
import { estimates } from '../fixture.ts';

export const METHODS = {
  runtime: { node: 24, arch: 'arm64' },
  settings: {
    scale: 'auto',
    minGap: null,
    referenceGap: null,
    estimator: 'auto',
    directions: { pricing: 'down' },
  },
  registry: { processes: 2, sha256: 'aa' },
  wording: { trust: ['trust@1', 'trust@2'] },
  definitions: { fidelity: 1, trust: 1 },
  models: { kf: 1 },
};

/** A published report of the golden marketplace, changed. */
export function reportFolder(
  changed: Partial<Estimates> = {},
  methods: object | null = METHODS,
  asOf = '2026-11-15T12:00:00.000Z',
): ReportFolder {
  const files = new Map([['estimates.json', JSON.stringify({ ...estimates(changed), asOf })]]);
  if (methods !== null) files.set('methods.json', JSON.stringify(methods));
  return { period: isoWeek(asOf as Instant), asOf: asOf as Instant, files };
}

export const NEXT_WEEK = '2026-11-22T12:00:00.000Z';
