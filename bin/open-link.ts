import { toInstant } from '../lib/domain/instant.ts';
import type { Tenant } from '../lib/domain/tenant.ts';
import { openLink } from '../lib/outreach/open-link.ts';
import type { Round } from '../lib/rounds/round.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { SHARDS } from '../lib/store/table.ts';
import type { StageClients } from './stage-clients.ts';

/** A link that can be answered now. */
export interface OpenLink {
  readonly survey: string;
  readonly ledger: string;
}

export interface OpenLinks {
  /** The same link as before while it is open, else the next; undefined when no more are open. */
  current(): Promise<OpenLink | undefined>;
  /** Looks at every seller again: after a wave. */
  restart(): void;
}

interface StageSite {
  readonly site: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Finds open, unanswered invitations whose seller is asked for her own plan first, shard by shard. */
export function openLinks(
  { tables, secrets }: StageClients,
  { site, outputs }: StageSite,
  tenant: Tenant,
): OpenLinks {
  const facts = factsTable(tables, outputs['FactsTable'] ?? '');
  const keyRing = keyRingSecret(secrets, outputs['LinkSecret'] ?? '');
  let shard = 0;
  let known: Round | undefined;

  async function next(): Promise<Round | undefined> {
    const before = known && (await facts.readRound(tenant.id, known.sellerId, known.recommendationId));
    if (before !== undefined && isOpen(before)) return before;
    for (; shard < SHARDS; shard++)
      for await (const row of facts.readShard(tenant.id, shard))
        if (row.kind === 'round' && isOpen(row.round)) return row.round;
    return undefined;
  }

  return {
    async current() {
      known = await next();
      if (known === undefined) return undefined;
      const now = toInstant(Date.now());
      const link = openLink(known, await keyRing(now), tenant, now);
      const survey = `${site}/s/${link?.token}`;
      return link && { survey, ledger: `${survey}/history` };
    },
    restart() {
      shard = 0;
    },
  };
}

function isOpen({ invitation, reply, priorPlan }: Round): boolean {
  const now = toInstant(Date.now());
  return (
    invitation?.arm === 'elicit' &&
    invitation.closesAt > now &&
    reply === undefined &&
    priorPlan === undefined
  );
}
