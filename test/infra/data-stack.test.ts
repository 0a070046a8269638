import { beforeAll, describe, expect, it } from 'vitest';
import { TABLE } from '../../lib/store/table.ts';
import { anyResources, resources, synthesise } from './synthesise.ts';

let stage: ReturnType<typeof synthesise>;
beforeAll(() => {
  stage = synthesise();
});

const STATEFUL = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
];

describe('replies outlive a mistake', () => {
  it('every table, bucket and secret is retained, in both environments', () => {
    for (const name of ['dev', 'prod']) {
      const { data } = synthesise(name);
      const kept = STATEFUL.flatMap((type) => anyResources(data, type));
      expect(kept).toHaveLength(6);
      for (const [id, resource] of kept) {
        expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
      }
    }
  });

  it('nothing that holds something stands in the stack that is deployed often', () => {
    expect(STATEFUL.flatMap((type) => anyResources(stage.app, type))).toEqual([]);
  });

  it('tables are protected from deletion and can be restored to any second of 35 days', () => {
    for (const [, table] of resources(stage.data, 'AWS::DynamoDB::GlobalTable')) {
      expect(table.Properties['Replicas']).toMatchObject([
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        },
      ]);
    }
  });

  it('the data stack is protected from termination', () => {
    expect(stage.environment.data.terminationProtection).toBe(true);
  });

  it('the logical ids of what holds data never change: a new id is a new, empty resource', () => {
    const ids = STATEFUL.flatMap((type) => anyResources(stage.data, type)).map(([id]) => id);
    expect(ids).toEqual([
      'FactsA5EA939F',
      'LedgerB7379752',
      'Files8E6940B8',
      'ReportC847FC22',
      'IntakeA0CA28E8',
      'LinkSecret6774D112',
    ]);
  });

  it('a throw-away environment must say so in its settings', () => {
    const { data, environment } = synthesise('dev', { keepData: false });
    expect(environment.data.terminationProtection).toBe(false);
    const policies = STATEFUL.flatMap((type) => anyResources(data, type)).map(
      ([, one]) => one.DeletionPolicy,
    );
    expect(new Set(policies)).toEqual(new Set(['Delete']));
  });
});

describe('the tables are the ones the adapter expects', () => {
  it('keys, index and expiry come from the same names', () => {
    const [[, facts]] = resources(stage.data, 'AWS::DynamoDB::GlobalTable');
    expect(facts.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
        { AttributeName: TABLE.sortKey, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: TABLE.touchedIndex,
          KeySchema: [
            { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
            { AttributeName: TABLE.touchedAt, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
    });
  });
});
