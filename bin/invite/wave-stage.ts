import { toInstant, type Instant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { ledgerTable, type LedgerTable } from '../../lib/store/ledger-table.ts';
import { outbox, type Outbox } from '../../lib/store/outbox.ts';
import { UsageError } from '../command.ts';
import { configOf, readSettings, tenantOf } from '../settings.ts';
import { type StageClients, stageClients } from '../stage-clients.ts';
import { type SurveyStage, surveyStage } from '../survey-stage.ts';

export interface WaveStage {
  readonly tenant: Tenant;
  readonly delivery: 'mail' | 'events';
  readonly facts: FactsTable;
  readonly outbox: Outbox;
  readonly machines: StageClients['machines'];
  readonly isLocal: boolean;
  readonly now: Instant;
  ledger(): Promise<LedgerTable>;
  /** @throws UsageError for a stage that has none */
  machine(): string;
}

export const STAGE_OPTIONS = {
  tenant: { type: 'string', default: 'us' },
  dir: { type: 'string', default: '.local' },
  'stage-outputs': { type: 'string' },
  config: { type: 'string' },
} as const;

export const STAGE_USAGE = `--tenant <id>             which marketplace (default us)
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev; local for the local stage)`;

/** The stage a command is about, with its tables and what its settings say.
 *  @throws UsageError, Failure as `surveyStage` does */
export async function waveStage(values: {
  readonly tenant: string;
  readonly dir: string;
  readonly 'stage-outputs'?: string | undefined;
  readonly config?: string | undefined;
}): Promise<WaveStage> {
  const config = configOf(values);
  const tenant = tenantOf(values.tenant, config);
  const stage = await surveyStage(values);
  return { tenant, delivery: readSettings(config).outreach.delivery, ...reached(stage) };
}

function reached({ names, ...address }: SurveyStage): Omit<WaveStage, 'tenant' | 'delivery'> {
  const { tables, secrets, machines } = stageClients(address);
  const now = toInstant(Date.now());
  return {
    facts: factsTable(tables, names.FactsTable),
    outbox: outbox(tables, names.FactsTable),
    machines,
    isLocal: address.endpoint !== undefined,
    now,
    ledger: async () => {
      const ring = await keyRingSecret(secrets, names.LinkSecret)(now);
      return ledgerTable(tables, names.LedgerTable, ring);
    },
    machine: () => {
      if (names.WaveMachine !== undefined) return names.WaveMachine;
      throw new UsageError('the stage names no WaveMachine; use what cdk deploy --outputs-file wrote');
    },
  };
}
