import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { findStage } from '../lib/local/stage-file.ts';
import { Failure, UsageError } from './command.ts';

/** A stage that sends links: where its tables, its link secret and its pages are. */
export interface SurveyStage {
  readonly endpoint?: string;
  readonly region: string;
  readonly site: string; // without a slash at the end
  readonly names: z.infer<typeof namesSchema>;
}

/** The stage that a command is about: a deployed one whose outputs a file holds, else the local one of a folder.
 *  @throws UsageError for a file that is none, Failure when nothing runs */
export function surveyStage(options: {
  readonly dir: string;
  readonly 'stage-outputs'?: string | undefined;
}): Promise<SurveyStage> {
  const outputs = options['stage-outputs'];
  return outputs === undefined ? local(options.dir) : Promise.resolve(deployed(outputs));
}

const namesSchema = z.object({
  FactsTable: z.string(),
  LedgerTable: z.string(),
  LinkSecret: z.string(),
  WaveMachine: z.exactOptional(z.string()),
});
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

async function local(directory: string): Promise<SurveyStage> {
  const stage = await findStage(directory);
  if (stage === undefined) throw new Failure(`no local stage runs on ${directory}; start it with: npm start`);
  const { endpoint, region, site, outputs } = stage;
  return { endpoint, region, site, names: namesSchema.parse(outputs) };
}

function deployed(file: string): SurveyStage {
  const parsed = outputsSchema.safeParse(JSON.parse(textOf(file)));
  const outputs = Object.assign({}, ...Object.values(parsed.success ? parsed.data : {}));
  const names = namesSchema.safeParse(outputs);
  const site = z.url().safeParse(outputs.SurveyUrl);
  if (!names.success || !site.success)
    throw new UsageError(
      `${file} names no FactsTable, LedgerTable, LinkSecret and SurveyUrl; use cdk deploy --outputs-file`,
    );
  return { region: names.data.LinkSecret.split(':')[3] ?? '', site: site.data, names: names.data };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read; is the name right?`);
  }
}
