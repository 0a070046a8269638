import type { Instant } from '../domain/instant.ts';
import type { UpstreamEvent } from '../rounds/event.ts';
import { toExposure } from '../rounds/exposure.ts';
import { factOf } from '../rounds/to-facts.ts';
import type { FactsTable } from '../store/facts-table.ts';

/** Writes what the events say of processes: the registry first, then who met them. */
export async function takeProcesses(
  events: readonly UpstreamEvent[],
  tenant: string,
  {
    facts,
    now,
  }: { readonly facts: Pick<FactsTable, 'putProcess' | 'recordExposures'>; readonly now: Instant },
): Promise<void> {
  for (const event of events)
    if (event.type === 'process.changed')
      await facts.putProcess(tenant, { entry: event.data, ...factOf(event, now) });
  const exposed = events.flatMap((event) =>
    event.type === 'seller.exposed' ? [toExposure(event, now)] : [],
  );
  await facts.recordExposures(tenant, exposed, now);
}
