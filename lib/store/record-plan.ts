import type { Instant } from '../domain/instant.ts';
import type { Exposure } from '../rounds/exposure.ts';
import type { Asked, PriorPlan } from '../rounds/round.ts';
import { isOpenFor, whyShut } from './open-round.ts';
import { setExposures } from './exposures.ts';
import { attribute, expression, value } from './expression.ts';
import { roundKey } from './key.ts';
import { readItem } from './read-item.ts';
import { readRoundRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { writeIf, writeKnowing } from './write-if.ts';

/** The link a POST came by, and when. */
export interface Through {
  readonly tenant: string;
  readonly sellerId: string;
  readonly recommendationId: string;
  readonly linkHash: string;
  readonly now: Instant;
}

/** What step 1 sent: `value` in the recommendation's unit, `submissionId` as the form carried it. */
export interface PlanSubmission extends Asked {
  readonly value: number;
  readonly submissionId: string;
  /** What the page that is shown next exposes her to. */
  readonly exposures?: readonly Exposure[];
}

export type PlanOutcome =
  /** This submission is recorded, now or when it first arrived. */
  | { readonly outcome: 'recorded'; readonly priorPlan: PriorPlan }
  /** Another was recorded before; it stays, since she has seen the recommendation since. */
  | { readonly outcome: 'already-recorded'; readonly priorPlan: PriorPlan }
  | { readonly outcome: 'closed' | 'stale-link' };

/** Records the seller's own plan, once, with the instant at which the recommendation is revealed: `now`. */
export async function recordPriorPlan(
  table: TableClient,
  through: Through,
  { submissionId, exposures = [], ...plan }: PlanSubmission,
): Promise<PlanOutcome> {
  const { tenant, sellerId, recommendationId, now } = through;
  const key = roundKey(tenant, sellerId, recommendationId);
  const priorPlan: PriorPlan = {
    ...plan,
    revealedAt: now,
    at: now,
    id: submissionId,
    ingestedAt: now,
  };
  const set = expression`set ${attribute('priorPlan')} = ${value(priorPlan)}, ${attribute(TABLE.touchedAt)} = ${value(now)}${setExposures(exposures)}`;
  const once = expression`attribute_not_exists(${attribute('priorPlan')})`;
  return writeKnowing<PlanOutcome>(
    async () => {
      const written = await writeIf(table, key, set, expression`${once} and ${isOpenFor(through)}`);
      return written ? { outcome: 'recorded', priorPlan } : undefined;
    },
    async () => {
      const item = await readItem(table, key);
      const round = item && readRoundRow(tenant, sellerId, recommendationId, item);
      const stored = round?.priorPlan;
      if (stored?.id === submissionId) return { outcome: 'recorded', priorPlan: stored };
      const shut = whyShut(round, through);
      if (shut !== 'open' && shut !== 'closed') return { outcome: shut };
      if (stored !== undefined) return { outcome: 'already-recorded', priorPlan: stored };
      return shut === 'closed' ? { outcome: shut } : undefined;
    },
  );
}
