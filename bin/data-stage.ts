import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { toInstant } from '../lib/domain/instant.ts';
import type { Buckets } from '../lib/jobs/forget-files.ts';
import { findStage } from '../lib/local/stage-file.ts';
import { versionedS3Files } from '../lib/store/earlier-versions.ts';
import { sellerEraser } from '../lib/store/erase.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { Failure, UsageError } from './command.ts';
import { stageClients, type StageAddress } from './stage-clients.ts';
import { plainCause } from './whole-file.ts';

/** The names of everything that holds data about sellers, as a stage's outputs have them. */
const namesSchema = z.object({
  FactsTable: z.string(),
  LedgerTable: z.string(),
  LinkSecret: z.string(),
  FilesBucket: z.string(),
  IntakeBucket: z.string(),
});

export interface DataStage extends StageAddress {
  readonly names: z.infer<typeof namesSchema>;
}

/** The stage whose data a command is about: a deployed one whose outputs a file holds, else the local one of a folder.
 *  @throws UsageError for a file that is none, Failure when nothing runs */
export async function dataStage(options: {
  readonly dir: string;
  readonly 'stage-outputs'?: string | undefined;
}): Promise<DataStage> {
  const file = options['stage-outputs'];
  if (file !== undefined) return deployed(file);
  const stage = await findStage(options.dir);
  if (stage === undefined)
    throw new Failure(`no local stage runs on ${options.dir}; start it with: npm start`);
  const { endpoint, region, outputs } = stage;
  return { endpoint, region, names: namesSchema.parse(outputs) };
}

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

function deployed(file: string): DataStage {
  const parsed = outputsSchema.safeParse(JSON.parse(textOf(file)));
  const names = namesSchema.safeParse(Object.assign({}, ...Object.values(parsed.success ? parsed.data : {})));
  if (names.success) return { region: names.data.LinkSecret.split(':')[3] ?? '', names: names.data };
  const wanted = Object.keys(namesSchema.shape).join(', ');
  throw new UsageError(`${file} does not name ${wanted}; use cdk deploy --outputs-file`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${plainCause(cause)}`);
  }
}

/** What shows, exports and erases a seller, with the credentials of whoever runs the command. */
export async function sellerParts({ names, ...address }: DataStage) {
  const { tables, files, secrets } = stageClients(address);
  const now = toInstant(Date.now());
  const ring = await keyRingSecret(secrets, names.LinkSecret)(now);
  const buckets: Buckets = {
    files: versionedS3Files(files, names.FilesBucket),
    intake: versionedS3Files(files, names.IntakeBucket),
  };
  return {
    eraser: sellerEraser(tables, { facts: names.FactsTable, ledger: names.LedgerTable }, ring),
    ledger: ledgerTable(tables, names.LedgerTable, ring),
    buckets,
    now,
  };
}
