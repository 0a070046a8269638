import * as z from 'zod/mini';
import { toInstant } from '../lib/domain/instant.ts';
import type { Buckets } from '../lib/jobs/forget-files.ts';
import { versionedS3Files } from '../lib/store/earlier-versions.ts';
import { sellerEraser } from '../lib/store/erase.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { namedStage, type NamedStage, type StageOptions } from './named-stage.ts';
import { stageClients } from './stage-clients.ts';

/** The names of everything that holds data about sellers, as a stage's outputs have them. */
const namesSchema = z.object({
  FactsTable: z.string(),
  LedgerTable: z.string(),
  LinkSecret: z.string(),
  FilesBucket: z.string(),
  IntakeBucket: z.string(),
});

export type DataStage = NamedStage<z.infer<typeof namesSchema>>;

/** The stage whose data a command is about.
 *  @throws UsageError, Failure as `namedStage` does */
export const dataStage = (options: StageOptions): Promise<DataStage> => namedStage(options, namesSchema);

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
