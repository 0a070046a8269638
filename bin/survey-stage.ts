import * as z from 'zod/mini';
import { namedStage, type StageOptions } from './named-stage.ts';
import type { StageAddress } from './stage-clients.ts';

const namesSchema = z.object({
  FactsTable: z.string(),
  LedgerTable: z.string(),
  LinkSecret: z.string(),
  SurveyUrl: z.url(),
  WaveMachine: z.exactOptional(z.string()),
});

/** A stage that sends links: where its tables, its link secret and its pages are. */
export interface SurveyStage extends StageAddress {
  readonly site: string; // without a slash at the end
  readonly names: z.infer<typeof namesSchema>;
}

/** The stage that a command is about.
 *  @throws UsageError, Failure as `namedStage` does */
export async function surveyStage(options: StageOptions): Promise<SurveyStage> {
  const { names, ...address } = await namedStage(options, namesSchema);
  return { ...address, names, site: address.site ?? names.SurveyUrl };
}
