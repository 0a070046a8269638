import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { invitationTo, quarterlyTo, type OrderParts } from '../outreach/invitation-order.ts';
import { QUESTIONNAIRES, waveOf, type Wave } from '../outreach/wave.ts';
import type { Fate, Question } from '../outreach/whom-to-ask.ts';
import { running } from '../processes/scope.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import type { FactsTable } from '../store/facts-table.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { countFates, plannerOf, type Planned, type PlanParts, type WaveCounts } from './plan-wave.ts';
import { rangeName, shardRangeSchema, shardsOf, type ShardRange } from './shard-range.ts';

/** One worker's part of a wave, as the state machine hands it out: the wave as it was started, and a range. */
export const inviteOrderSchema = z.pipe(
  z.object({
    wave: z.object({
      tenant: slug,
      scheduledAt: instantSchema,
      questionnaire: z.optional(z.enum(QUESTIONNAIRES)),
    }),
    range: shardRangeSchema,
  }),
  z.transform(({ wave: { tenant, scheduledAt, questionnaire = 'recommendation' }, range }): InviteOrder => {
    return { tenant, range, ...waveOf(questionnaire, scheduledAt) };
  }),
);

export interface InviteOrder extends Wave {
  readonly tenant: string;
  readonly range: ShardRange;
}

export interface InviteParts extends PlanParts, Omit<OrderParts, 'processes'> {
  readonly facts: Pick<
    FactsTable,
    'readHistories' | 'readProcesses' | 'invite' | 'inviteQuarterly' | 'recordWave'
  >;
}

/** Asks each seller of a range at most one question, and keeps the counts. Every choice follows from wave, seller and
 *  recommendation, and every invitation is written once, so the wave can be repeated. */
export async function inviteRange(parts: InviteParts, order: InviteOrder): Promise<WaveCounts> {
  const { tenant, range, ...wave } = order;
  const processes = running(await parts.facts.readProcesses(tenant), wave.now);
  const plan = plannerOf(parts, wave);
  const shards = await sideBySide(SHARDS_AT_ONCE, shardsOf(range), async (shard) =>
    sideBySide(INVITATIONS_AT_ONCE, await plan(shard), (planned) =>
      carryOut({ ...parts, processes }, wave, planned),
    ),
  );
  const counts = countFates(shards.flat());
  await parts.facts.recordWave(tenant, wave, { range: rangeName(range), counts });
  return counts;
}

const SHARDS_AT_ONCE = 4;
const INVITATIONS_AT_ONCE = 4; // of each shard

async function carryOut(parts: InviteParts & OrderParts, wave: Wave, planned: Planned): Promise<Fate> {
  return 'skip' in planned ? planned.skip : ask(parts, wave, planned.question);
}

function ask({ facts, ...parts }: InviteParts & OrderParts, wave: Wave, question: Question): Promise<Fate> {
  const { round } = question;
  const { id } = parts.tenant;
  return round === undefined
    ? facts.inviteQuarterly(id, quarterlyTo(question, wave, parts))
    : facts.invite(id, invitationTo({ ...question, round }, wave, parts));
}
