import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { Instant } from '../../lib/domain/instant.ts';
import { readHistory } from '../../lib/jobs/history.ts';
import type { KeyRing } from '../../lib/link/key-ring.ts';
import { keyRingSecret } from '../../lib/store/key-ring-secret.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { OUTBOX_LANES } from '../../lib/store/table.ts';
import { setAsideSchema } from '../dlq/aside.ts';
import type { NamedStage } from '../named-stage.ts';
import { stageClients } from '../stage-clients.ts';
import type { Run, TableState } from './judge-stage.ts';

export const stageNamesSchema = z.object({
  FactsTable: z.string(),
  LedgerTable: z.string(),
  ReportBucket: z.string(),
  LinkSecret: z.string(),
  AnalysisMachine: z.string(),
  SetAside: setAsideSchema,
});
export type DoctorStage = NamedStage<z.infer<typeof stageNamesSchema>>;

/** What of a stage can be looked at, deployed or local. Nothing of it is changed and no message is taken. */
export interface StagePort {
  keyRing(now: Instant): Promise<KeyRing>;
  table(name: string): Promise<TableState>;
  queues(): Promise<{ readonly waits: number; readonly aside: number }>;
  /** Cut of the newest full report. */
  latestFull(tenant: string): Promise<Instant | undefined>;
  run(tenant: string): Promise<Run | undefined>;
  /** When the oldest message was due that is still to be sent. */
  oldestDue(tenant: string, now: Instant): Promise<Instant | undefined>;
}

export function stagePort(stage: DoctorStage): StagePort {
  const { tables, files, machines, secrets, queues } = stageClients(stage);
  const { names, endpoint } = stage;
  const depth = async (QueueUrl: string) => {
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    const { Attributes = {} } = await queues.send(asked);
    return (
      Number(Attributes.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0)
    );
  };
  const sum = async (urls: readonly string[]) =>
    (await Promise.all(urls.map(depth))).reduce((all, one) => all + one, 0);
  return {
    keyRing: (now) => keyRingSecret(secrets, names.LinkSecret)(now),
    async table(TableName) {
      const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
      if (endpoint !== undefined) return { status: Table?.TableStatus };
      const { ContinuousBackupsDescription } = await tables.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      return {
        status: Table?.TableStatus,
        deletionProtection: Table?.DeletionProtectionEnabled === true,
        pointInTime: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      };
    },
    async queues() {
      const { events, files: dropped, starts } = names.SetAside;
      const waits = await sum([events.queue, dropped.queue]);
      return { waits, aside: await sum([events.setAside, dropped.setAside, ...starts]) };
    },
    async latestFull(tenant) {
      const reports = await readHistory(s3Files(files, names.ReportBucket), tenant);
      return reports.findLast(({ fitOf }) => fitOf === undefined)?.asOf;
    },
    async run(tenant) {
      const asked = new ListExecutionsCommand({ stateMachineArn: names.AnalysisMachine, maxResults: 100 });
      const { executions = [] } = await machines.send(asked);
      // an execution is named by its tenant and its instant; one tenant's name may begin another's
      const own = executions.find(({ name = '' }) => /^(.*?)-\d{4}-/.exec(name)?.[1] === tenant);
      return own && { name: own.name ?? '', status: own.status ?? '' };
    },
    async oldestDue(tenant, now) {
      const lanes = Array.from({ length: OUTBOX_LANES }, (_, lane) => firstDue(lane));
      return (await Promise.all(lanes)).filter((dueAt) => dueAt !== undefined).toSorted()[0];

      async function firstDue(lane: number): Promise<Instant | undefined> {
        for await (const row of outbox(tables, names.FactsTable).due(tenant, lane, now))
          if (row.state !== 'uncertain' && row.state !== 'failed') return row.dueAt;
        return undefined;
      }
    },
  };
}
