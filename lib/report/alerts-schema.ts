import * as z from 'zod/mini';
import type { AlertRule } from '../domain/tenant.ts';
import type { Instant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';

const number = z.nullable(z.number());

/** A rule as it stood at this report. */
const rule = {
  name: z.string(),
  measure: z.enum(['trust', 'change', 'gap']),
  recommender: z.nullable(z.string()), // null: all together
  when: z.enum(['below', 'above']),
  threshold: z.number(),
  clearBy: z.number(),
};

export const alertStateSchema = z.strictObject({
  ...rule,
  state: z.enum(['raised', 'clear']),
  moved: z.enum(['raised', 'cleared', 'stayed']), // in this report
  /** The report in which it came to this state; null: it was never raised. */
  since: z.nullable(z.strictObject({ period: z.string(), asOf: instantSchema })),
  estimate: number,
  lower: number, // 95 % interval at all looks
  upper: number,
  n: z.number(), // sellers
  reason: z.nullable(z.string()), // why it cannot be told: then the state is that of the report before
});
export type AlertState = z.infer<typeof alertStateSchema>;

/** `alerts.json`: where each rule stands after a report, what the next one begins from. */
export const alertsSchema = z.strictObject({
  schema: z.literal('seller-trust/alerts@1'),
  period: z.string(),
  asOf: instantSchema,
  alerts: z.array(alertStateSchema),
  /** Rules of the report before that were raised and are not set any more, or are set otherwise. */
  ended: z.array(z.string()),
});
export type Alerts = z.infer<typeof alertsSchema>;

/** The file, as text. */
export function alertsJson(
  at: { readonly period: string; readonly asOf: Instant },
  alarm: { readonly states: readonly AlertState[]; readonly ended: readonly string[] },
): string {
  const schema = 'seller-trust/alerts@1';
  const file: Alerts = { schema, ...at, alerts: [...alarm.states], ended: [...alarm.ended] };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The states in a report's `alerts.json`; none where there is no such file, or one of another version. */
export function readAlertStates(text: string | undefined): readonly AlertState[] {
  if (text === undefined) return [];
  const read = z.safeParse(alertsSchema, JSON.parse(text));
  return read.success ? read.data.alerts : [];
}

/** The rules by which a report was made, from its own `alerts.json`: settings may have changed since. */
export function rulesOf(states: readonly AlertState[]): AlertRule[] {
  return states.map(({ name, measure, recommender, when, threshold, clearBy }) => ({
    name,
    measure,
    recommender,
    when,
    threshold,
    clearBy,
  }));
}
