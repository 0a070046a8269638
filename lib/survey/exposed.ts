import type { Exposure } from '../rounds/exposure.ts';
import { showsReasons } from '../rounds/withheld.ts';
import type { Sheet } from './sheet.ts';
import type { SurveyWorld } from './world.ts';

/** What a step proves of the experiments on reasons she is in: that the page she answers on, or the one after her plan, gave
 *  her reasons or gave none. Once a round, with the step and by nothing else: opening a page proves nothing, robots do.
 *  @param submissionId of the step; names the report */
export async function exposuresIn(
  { tenant, round, recommendation, invitation, now }: Sheet,
  submissionId: string,
  world: Pick<SurveyWorld, 'facts'>,
): Promise<readonly Exposure[]> {
  const { assigned = {} } = invitation;
  const told = new Set(round.exposures?.map(({ process }) => process));
  if (Object.keys(assigned).every((process) => told.has(process))) return [];
  const processes = await world.facts.readProcesses(tenant.id);
  const given =
    showsReasons(invitation) && (recommendation.reasons.length > 0 || recommendation.why !== undefined);
  return processes.flatMap(({ process, kind }) => {
    const arm = assigned[process];
    if (kind !== 'reasons' || arm === undefined || told.has(process)) return [];
    const fact = { at: now, id: `survey/${submissionId}`, ingestedAt: now };
    return [{ ...fact, process, dose: given ? 1 : 0, arm }];
  });
}
