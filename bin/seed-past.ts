import type { Instant } from '../lib/domain/instant.ts';
import { intake } from '../lib/intake/intake.ts';
import type { SimulatedEvent } from '../lib/simulation/marketplace-events.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { Failure } from './command.ts';
import { sellerParts, type DataStage } from './data-stage.ts';
import { stageClients } from './stage-clients.ts';

/** Takes simulated events as the intake would have at an instant of the past, which no running stage can: what is taken now
 *  was not known then, and a report of then would be empty.
 *  @throws Failure when one is refused */
export async function takePast(
  stage: DataStage,
  tenant: string,
  events: readonly SimulatedEvent[],
  now: Instant,
): Promise<void> {
  const facts = factsTable(stageClients(stage).tables, stage.names.FactsTable);
  const parts = { ...(await sellerParts(stage)), facts, now };
  const { refused } = await intake(
    events.map((value, place) => ({ place, value })),
    tenant,
    parts,
  );
  const [first] = refused;
  if (first !== undefined) throw new Failure(`the intake refused a simulated event: ${first.reason}`);
}
