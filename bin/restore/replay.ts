import { toInstant } from '../../lib/domain/instant.ts';
import { replayLedger, type Replayed } from '../../lib/jobs/replay.ts';
import { tenantsIn } from '../../lib/jobs/restore-drill.ts';
import { putRestored } from '../../lib/jobs/restored-mark.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { tableRows } from '../../lib/store/table-rows.ts';
import type { NamedStage } from '../named-stage.ts';
import { stageClients } from '../stage-clients.ts';

interface Names {
  readonly FactsTable: string;
  readonly LedgerTable: string;
  readonly LinkSecret: string;
  readonly FilesBucket: string;
}

/** Brings the table that is about to serve, put back from a copy, up to the ledger, and has the next run read all of it. Safe to
 *  repeat.
 *  @returns what was found, by tenant */
export async function replayed({ names, ...address }: NamedStage<Names>): Promise<Record<string, Replayed>> {
  const { tables, secrets, files } = stageClients(address);
  const now = toInstant(Date.now());
  const ring = await keyRingSecret(secrets, names.LinkSecret)(now);
  const parts = {
    facts: factsTable(tables, names.FactsTable),
    ledger: ledgerTable(tables, names.LedgerTable, ring),
    eraser: sellerEraser(tables, { facts: names.FactsTable, ledger: names.LedgerTable }, ring),
    outbox: outbox(tables, names.FactsTable),
    now,
  };
  const found: Record<string, Replayed> = {};
  for (const tenant of await tenantsIn(tableRows(tables, names.FactsTable))) {
    await putRestored(s3Files(files, names.FilesBucket), tenant, now); // first: whoever dies here has left it
    found[tenant] = await replayLedger(parts, tenant);
  }
  return found;
}
