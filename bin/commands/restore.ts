import * as z from 'zod/mini';
import { type Instant, milliseconds, parseInstant, toInstant } from '../../lib/domain/instant.ts';
import { type Drill, restoreDrill } from '../../lib/jobs/restore-drill.ts';
import { replayLedger } from '../../lib/jobs/replay.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { copyTable, dropTable, restoreTable } from '../../lib/store/table-copy.ts';
import { tableRows } from '../../lib/store/table-rows.ts';
import { type ExitCode, readArguments, UsageError } from '../command.ts';
import { type NamedStage, namedStage, type StageOptions } from '../named-stage.ts';
import { drillWords, replayWords } from '../restore/drill-words.ts';
import { replayed } from '../restore/replay.ts';
import { stageClients } from '../stage-clients.ts';

export const usage = `trust restore drill|replay [options]

drill: Restores the facts table into a copy, replays erasures and opt-outs from the ledger onto the copy, compares every row with the
table that serves, says what it compared, and deletes the copy. The table and the ledger are only read. Exit code 1 when a fact is
missing, an erased seller is back, or an opt-out does not hold.

replay: Of a table that was put back in the place of the one that served: erases who was erased since, opts out who opted out since, sets
aside messages that may have gone out, and has the next analysis read every row. Before anything serves it; safe to repeat.

--at <instant>            drill: restore as it stood then (default as late as can be; not on the local stage)
--yes                     drill: do it: a deployed table's copy costs its size once, and minutes to hours; replay: do it
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--json                    one line of JSON

The local stage's engine keeps no history: there the copy is of the rows as they stand. That proves the replay and the
comparison, not that AWS restores.`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    at: { type: 'string' },
    yes: { type: 'boolean', default: false },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [action = ''] = positionals;
  if (action !== 'drill' && action !== 'replay') throw new UsageError('restore requires drill or replay');
  if (action === 'replay') return replay(values);
  const at = values.at === undefined ? undefined : parseInstant(values.at);
  if (values.at !== undefined && at === undefined)
    throw new UsageError(`--at requires an instant like 2026-11-22T02:00:00Z, found ${values.at}`);
  const stage = await namedStage(values, namesSchema);
  const isLocal = stage.endpoint !== undefined;
  if (isLocal && at !== undefined)
    throw new UsageError('--at is for deployed stages: the local engine keeps no history');
  if (!isLocal && !values.yes)
    throw new UsageError(
      `this restores ${stage.names.FactsTable} into a new table; say --yes if you mean it`,
    );
  const drill = await drilled(stage, at);
  console.log(values.json ? JSON.stringify(drill) : drillWords(drill, { at: drill.at, isLocal }));
  return drill.passed ? 0 : 1;
}

interface ReplayOptions extends StageOptions {
  readonly yes: boolean;
  readonly json: boolean;
}

async function replay(options: ReplayOptions): Promise<ExitCode> {
  const stage = await namedStage(options, replayNamesSchema);
  if (!options.yes)
    throw new UsageError(
      `this erases and opts out in ${stage.names.FactsTable} whoever the ledger says; say --yes if it was put back from a copy`,
    );
  const found = await replayed(stage);
  console.log(
    options.json ? JSON.stringify({ replayed: found }) : replayWords(found).join('\n') || 'no rows',
  );
  return 0;
}

const namesSchema = z.object({ FactsTable: z.string(), LedgerTable: z.string(), LinkSecret: z.string() });
const replayNamesSchema = z.object({ ...namesSchema.shape, FilesBucket: z.string() });

/** Facts are stamped when their function begins: one that the table took just after may be stamped before. */
const LONGEST_FUNCTION = 20 * 60 * 1000; // milliseconds

async function drilled(
  { names, ...address }: NamedStage<z.infer<typeof namesSchema>>,
  wanted: Instant | undefined,
): Promise<Drill & { at: Instant }> {
  const { tables, secrets } = stageClients(address);
  const now = toInstant(Date.now());
  const ring = await keyRingSecret(secrets, names.LinkSecret)(now);
  const mark = `-drill-${now.replaceAll(/\D/g, '')}`;
  const copy = { facts: names.FactsTable + mark, ledger: names.LedgerTable + mark };
  const isLocal = address.endpoint !== undefined;
  try {
    console.error(`${isLocal ? 'copying' : 'restoring'} ${names.FactsTable} to ${copy.facts}`);
    if (isLocal) await copyTable(tables, names.FactsTable, copy.facts);
    const at = isLocal
      ? now
      : await restoreTable(tables, { from: names.FactsTable, to: copy.facts, at: wanted });
    await copyTable(tables, names.LedgerTable, copy.ledger); // a replay counts in it
    console.error('replaying the ledger, comparing');
    const parts = {
      facts: factsTable(tables, copy.facts),
      ledger: ledgerTable(tables, copy.ledger, ring),
      eraser: sellerEraser(tables, copy, ring),
      outbox: outbox(tables, copy.facts),
      now,
    };
    const drill = await restoreDrill({
      table: tableRows(tables, names.FactsTable),
      copy: tableRows(tables, copy.facts),
      replay: (tenant) => replayLedger(parts, tenant),
      ledger: () => ledgerTable(tables, names.LedgerTable, ring),
      settledAt: isLocal ? at : toInstant(milliseconds(at) - LONGEST_FUNCTION),
    });
    return { at, ...drill };
  } finally {
    // the copy has the erased until the replay: it must not stay
    await dropTable(tables, copy.facts);
    await dropTable(tables, copy.ledger);
  }
}
