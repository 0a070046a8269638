import type { Tenant } from '../lib/domain/tenant.ts';

/** Rules under which nothing a test does not ask about stands in its way: any hour, no reminders. */
export const OUTREACH: Pick<Tenant, 'outreach' | 'referenceSegment' | 'report'> = {
  outreach: { quietDays: 14, perQuarter: 4, quietHours: null, timeZone: 'Etc/UTC', remindAfterDays: [] },
  referenceSegment: null,
  report: { segments: [], audience: [], alerts: [] },
};
