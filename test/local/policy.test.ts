import { BatchWriteItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { gate, type Statement } from '../../lib/local/policy.ts';
import { withStage } from './with-stage.ts';

const TABLE = 'local-kept-FactsA5EA939F';
const BUCKET = 'local-kept-files8e6940b8';

const statement = (fields: Partial<Statement>): Statement => ({
  policy: 'P',
  effect: 'Allow',
  actions: ['s3:GetObject'],
  resources: ['arn:aws:s3:::files/*'],
  ...fields,
});

function decide(statements: Statement[], action: string, resource: string): boolean {
  return gate(new Map([['F', statements]]), 'operator', () => {}).allows('F', action, resource);
}

describe('the gate', () => {
  it('lets through what a statement allows, wildcards and letter case of actions as IAM takes them', () => {
    expect(decide([statement({})], 's3:GetObject', 'arn:aws:s3:::files/a/b')).toBe(true);
    expect(decide([statement({ actions: ['S3:get*'] })], 's3:GetObject', 'arn:aws:s3:::files/a')).toBe(true);
    expect(
      decide([statement({ resources: ['arn:aws:s3:::files/?'] })], 's3:GetObject', 'arn:aws:s3:::files/a'),
    ).toBe(true);
  });

  it('refuses what no statement names: another action, another resource, another caller', () => {
    expect(decide([statement({})], 's3:PutObject', 'arn:aws:s3:::files/a')).toBe(false);
    expect(decide([statement({})], 's3:GetObject', 'arn:aws:s3:::Files/a')).toBe(false);
    expect(decide([statement({})], 's3:GetObject', 'arn:aws:s3:::filesX')).toBe(false);
    expect(
      decide([statement({ resources: ['arn:aws:s3:::f.les/*'] })], 's3:GetObject', 'arn:aws:s3:::files/a'),
    ).toBe(false);
    expect(gate(new Map(), 'operator', () => {}).allows('', 's3:GetObject', 'x')).toBe(false);
  });

  it('lets a denial win over any permission', () => {
    const denied = statement({ effect: 'Deny', resources: ['arn:aws:s3:::files/secret/*'] });
    expect(decide([statement({}), denied], 's3:GetObject', 'arn:aws:s3:::files/secret/a')).toBe(false);
    expect(decide([statement({}), denied], 's3:GetObject', 'arn:aws:s3:::files/open')).toBe(true);
  });

  it('lets a grant on partitions through for calls on one row of them only', () => {
    const limited = statement({ actions: ['dynamodb:PutItem'], resources: ['T'], leadingKeys: ['us#REF'] });
    const guard = gate(new Map([['F', [limited]]]), 'operator', () => {});
    expect(guard.allows('F', 'dynamodb:PutItem', 'T', 'us#REF')).toBe(true);
    expect(guard.allows('F', 'dynamodb:PutItem', 'T', 'us#0001')).toBe(false);
    expect(guard.allows('F', 'dynamodb:PutItem', 'T')).toBe(false);
  });

  it('remembers which grants were needed', () => {
    const callers = new Map([['F', [statement({ actions: ['s3:GetObject', 's3:PutObject'] })]]]);
    const guard = gate(callers, 'operator', () => {});
    guard.allows('F', 's3:GetObject', 'arn:aws:s3:::files/a');
    expect(guard.grants().filter(({ used }) => !used)).toEqual([
      { caller: 'F', policy: 'P', action: 's3:PutObject', used: false },
    ]);
  });
});

describe('calls under the synthesised policy', () => {
  const fixture = withStage();
  const caller = () => fixture().clients(fixture().fn('Worker').id);

  it('refuses a function without the permission, in the words of the service, and says so in the log', async () => {
    const outcome = await fixture().fn('Hasty').invoke('{"do":"put","pk":"a","sk":"b"}');
    expect(outcome).toMatchObject({ ok: false, error: { errorType: 'AccessDeniedException' } });
    expect(fixture().log).toContainEqual(
      expect.stringMatching(/^DENIED Hasty\w+ dynamodb:PutItem arn:aws:dynamodb:.*Facts/),
    );
  });

  it('counts a transaction as the writes in it', async () => {
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    const put = new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: TABLE, Item: Key } }] });
    await caller().tables.send(put);
    const remove = new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName: TABLE, Key } }] });
    await expect(caller().tables.send(remove)).rejects.toThrow(/dynamodb:DeleteItem/);
  });

  it('does not let a permission to put stand for a batch', async () => {
    const RequestItems = { [TABLE]: [{ PutRequest: { Item: { pk: { S: 'a' }, sk: { S: 'c' } } } }] };
    await expect(caller().tables.send(new BatchWriteItemCommand({ RequestItems }))).rejects.toThrow(
      /BatchWriteItem/,
    );
  });

  it('asks for the index where an index is queried', async () => {
    const query = new QueryCommand({
      TableName: TABLE,
      IndexName: 'touched',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    });
    await expect(caller().tables.send(query)).rejects.toThrow(/index\/touched/);
    expect((await fixture().clients().tables.send(query)).Items).toEqual([]);
  });

  it('tells "denied", not "missing", to a caller that may not list the bucket', async () => {
    const missing = { Bucket: BUCKET, Key: 'not/there' };
    await expect(caller().files.send(new GetObjectCommand(missing))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(caller().files.send(new HeadObjectCommand(missing))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await expect(fixture().clients().files.send(new GetObjectCommand(missing))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    const list = new ListObjectsV2Command({ Bucket: missing.Bucket });
    await expect(caller().files.send(list)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses a caller it does not know', async () => {
    const stranger = fixture().clients('somebody');
    await expect(stranger.files.send(new ListObjectsV2Command({ Bucket: BUCKET }))).rejects.toThrow(
      /not authorized/,
    );
  });
});

describe('a permission taken out of the template', () => {
  const fixture = withStage((template) => template.replace('"dynamodb:PutItem",', ''));

  it('is missed by the function that needs it', async () => {
    const outcome = await fixture().fn('Worker').invoke('{"do":"put","pk":"a","sk":"b"}');
    expect(outcome).toMatchObject({ ok: false, error: { errorType: 'AccessDeniedException' } });
    expect(await fixture().call('Worker', { do: 'get', pk: 'a', sk: 'b' })).toBeNull();
  });
});
