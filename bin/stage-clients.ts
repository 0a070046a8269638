import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Where a stage's AWS is: the local endpoint, or AWS itself when there is none. */
export interface StageAddress {
  readonly endpoint?: string;
  readonly region: string;
}

/** The SDK's word about Node 20 is for whoever upgrades this program, not for whoever runs it. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Clients for a stage, with the credentials of whoever runs the command; on the local stage, its operator's. */
export function stageClients({ endpoint, region }: StageAddress) {
  const local = { endpoint, credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' } };
  const settings = { region, ...(endpoint === undefined ? {} : local) };
  return {
    tables: new DynamoDBClient(settings),
    files: new S3Client(settings),
    machines: new SFNClient(settings),
    secrets: new SecretsManagerClient(settings),
    // the address of a queue names a service, not where its calls go
    queues: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
  };
}
export type StageClients = ReturnType<typeof stageClients>;
