import { readFileSync } from 'node:fs';
import { DOWNLOADS } from '../../lib/report/bundle/downloads.ts';
import { type ReportMeta } from '../../lib/report/report.ts';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';

/** Estimates of a simulated marketplace: 300 sellers, two recommenders, eleven weeks; some answers, three bad rows. */
export function estimates(changed: Partial<Estimates> = {}): Estimates {
  const text = readFileSync(new URL('../golden/estimates.json', import.meta.url), 'utf8');
  return { ...estimatesSchema.parse(JSON.parse(text)), ...changed };
}

export const META: ReportMeta = {
  title: 'Seller trust, week 2026-W47',
  tenantName: 'Example marketplace',
  downloads: DOWNLOADS,
};
