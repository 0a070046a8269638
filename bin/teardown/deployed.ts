import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Outcome, PurgePort } from '../../lib/jobs/purge.ts';
import { Failure } from '../command.ts';
import { stageClients } from '../stage-clients.ts';
import { countVersions, emptyBucket } from './bucket.ts';
import type { Deployed } from './remains.ts';

const RECOVERABLE = 30; // days: about as long as DynamoDB keeps its last backup of a deleted table

/** @param progress is told how many versions of a bucket are gone so far */
export function deployed(
  { region, account }: Deployed,
  progress: (bucket: string, gone: number) => void,
): PurgePort {
  const { tables, files, secrets } = stageClients({ region });
  const stacks = new CloudFormationClient({ region });
  const place = (Bucket: string) => ({ Bucket, ExpectedBucketOwner: account });
  return {
    async isStanding(StackName) {
      const answer = await ifThere(stacks.send(new DescribeStacksCommand({ StackName })));
      const status = answer?.Stacks?.[0]?.StackStatus;
      return status !== undefined && status !== 'DELETE_COMPLETE';
    },
    unprotectStack: (StackName) =>
      outcome(
        stacks.send(
          new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
        ),
      ),
    async unprotectTable(TableName) {
      const update = new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false });
      const done = await outcome(tables.send(update));
      if (done === 'done') await waitUntilTableExists({ client: tables, maxWaitTime: 120 }, { TableName });
      return done;
    },
    emptyBucket: (Bucket) => outcome(emptyBucket(files, place(Bucket), (gone) => progress(Bucket, gone))),
    deleteBucket: (Bucket) => outcome(files.send(new DeleteBucketCommand(place(Bucket)))),
    deleteTable: (TableName) => outcome(tables.send(new DeleteTableCommand({ TableName }))),
    deleteSecret: (SecretId) =>
      outcome(secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: RECOVERABLE }))),
    deleteStack: (StackName) => outcome(stacks.send(new DeleteStackCommand({ StackName }))),
  };
}

/** Elsewhere everything would look gone.
 *  @throws Failure when the credentials are of another account than the stage's */
export async function refuseElsewhere({ region, account, stage }: Deployed): Promise<void> {
  const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Account === account) return;
  throw new Failure(`stage ${stage} is in account ${account}, these credentials are of ${Account}`);
}

/** One line for each thing that stays. */
export async function standing({ facts, ledger, buckets, linkSecret, region, account }: Deployed) {
  const { tables, files } = stageClients({ region });
  const table = async (TableName: string) => {
    const answer = await ifThere(tables.send(new DescribeTableCommand({ TableName })));
    const rows = answer?.Table?.ItemCount ?? 0;
    const kept = answer?.Table?.DeletionProtectionEnabled === true ? ', deletion protection on' : '';
    return { what: TableName, holds: answer === undefined ? 'gone' : `table, about ${rows} rows${kept}` };
  };
  const bucket = async (Bucket: string) => {
    const counted = await ifThere(countVersions(files, { Bucket, ExpectedBucketOwner: account }));
    const versions = `${counted?.count}${counted?.more === true ? ' or more' : ''}`;
    return { what: Bucket, holds: counted === undefined ? 'gone' : `bucket, ${versions} versions of files` };
  };
  return [
    await table(facts),
    await table(ledger),
    ...(await Promise.all(buckets.map(bucket))),
    { what: linkSecret, holds: 'secret, the root of links and of the ledger' },
  ];
}

const outcome = async (asked: Promise<unknown>): Promise<Outcome> =>
  (await ifThere(asked.then(() => true))) === undefined ? 'gone' : 'done';

const GONE = new Set(['ResourceNotFoundException', 'NoSuchBucket']);

/** Undefined where a service says that there is no such thing, or that it is being deleted already. */
async function ifThere<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if (GONE.has(cause.name)) return undefined;
    // CloudFormation and Secrets Manager tell it in words only
    if (/^Stack .* does not exist|(?:scheduled|marked) for deletion/.test(cause.message)) return undefined;
    throw cause;
  }
}
