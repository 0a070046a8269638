import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { serviceSpec, type Replacing } from './service-spec.ts';
import { synthesise } from './synthesise.ts';
import { faultsOfUpgrade, templateSchema, type Template } from './upgrade.ts';

const FOLDER = join(import.meta.dirname, 'released');
const keptSchema = z.object({ data: templateSchema, app: templateSchema });
const releases = readdirSync(FOLDER).map(
  (file) =>
    [
      file.replace('.json', ''),
      keptSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))),
    ] as const,
);
let replacing: Replacing;
let now: { data: Template; app: Template };
beforeAll(() => {
  replacing = serviceSpec();
  const { data, app } = synthesise('prod');
  now = { data: templateSchema.parse(data.toJSON()), app: templateSchema.parse(app.toJSON()) };
});

describe('an upgrade', () => {
  it.each(releases)('from %s takes nothing away', (_, released) => {
    expect(Object.keys(released.data.Resources).length).toBeGreaterThanOrEqual(6);
    expect(faultsOfUpgrade(released.data, now.data, replacing)).toEqual([]);
    expect(faultsOfUpgrade(released.app, now.app, replacing)).toEqual([]);
  });

  it('of another environment has the same logical ids', () => {
    const dev = templateSchema.parse(synthesise('dev').data.toJSON());
    expect(Object.keys(dev.Resources)).toEqual(Object.keys(now.data.Resources));
  });

  it('finds the stacks by the names they were released under', () => {
    for (const stage of ['dev', 'prod']) {
      const { environment } = synthesise(stage);
      const names = [environment.data.stackName, environment.app.stackName];
      expect(names).toEqual([`seller-trust-${stage}-data`, `seller-trust-${stage}-app`]);
    }
  });

  it('may change what CloudFormation changes in place', () => {
    const next = seeded((resource) => {
      resource('Facts').Properties['Replicas'] = [];
      resource('Facts').Properties['AttributeDefinitions'] = [];
      resource('Files').Properties['LifecycleConfiguration'] = { Rules: [] };
      resource('LinkSecret').Properties['Description'] = 'x';
    });
    expect(faultsOfUpgrade(now.data, next, replacing)).toEqual([]);
  });

  it.each<[string, (resource: Find, template: Loose) => void, RegExp]>([
    [
      'a construct moved or renamed',
      (_, { Resources }) => rename(Resources, 'Facts', 'Rounds'),
      /^FactsA5EA939F \(AWS::DynamoDB::GlobalTable\) is gone: .*overrideLogicalId\('FactsA5EA939F'\)$/,
    ],
    [
      'another kind of table',
      (resource) => (resource('Ledger').Type = 'AWS::DynamoDB::Table'),
      /^LedgerB7379752 .* is now AWS::DynamoDB::Table: CloudFormation refuses that; give the new one another id/,
    ],
    [
      'another key',
      (resource) => (resource('Facts').Properties['KeySchema'] = [{ AttributeName: 'pk', KeyType: 'HASH' }]),
      /^FactsA5EA939F .*: KeySchema changed, and CloudFormation replaces the resource for that; put it back/,
    ],
    [
      'a name for a table',
      (resource) => (resource('Ledger').Properties['TableName'] = 'ledger'),
      /^LedgerB7379752 .*: TableName changed/,
    ],
    [
      'a name for a bucket',
      (resource) => (resource('Report').Properties['BucketName'] = 'reports'),
      /^ReportC847FC22 .*: BucketName changed/,
    ],
    [
      'object lock',
      (resource) => (resource('Files').Properties['ObjectLockEnabled'] = true),
      /^Files8E6940B8 .*: ObjectLockEnabled changed/,
    ],
    [
      'a longer secret',
      (resource) => (resource('LinkSecret').Properties['GenerateSecretString'] = { PasswordLength: 99 }),
      /^LinkSecret6774D112 .*: GenerateSecretString changed, and AWS generates a new value for that; put it back$/,
    ],
    [
      'a bucket that goes with its stack',
      (resource) => (resource('Intake').DeletionPolicy = 'Delete'),
      /^IntakeA0CA28E8 .*: DeletionPolicy is no longer Retain; give it RemovalPolicy.RETAIN again$/,
    ],
    [
      'something the other stack no longer needs',
      (_, { Outputs }) => delete Outputs['ExportsOutputRefFactsA5EA939FE89ADFD5'],
      /^export seller-trust-prod-data:ExportsOutputRefFacts.* is gone .*exportValue/,
    ],
  ])('is refused for %s, with the resource, the property and the fix', (_, change, message) => {
    const faults = faultsOfUpgrade(now.data, seeded(change), replacing);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(message);
  });

  it('keeps the address that open links lead to, and the bus that upstream sends to', () => {
    const Resources = Object.fromEntries(
      Object.entries(now.app.Resources).filter(([, { Type }]) => !/V2::Api$|EventBus$/.test(Type)),
    );
    const faults = faultsOfUpgrade(now.app, { ...now.app, Resources }, replacing);
    expect(faults.join('\n')).toMatch(/^SurveySiteApi\w+ .* is gone[^]*EventBus\) is gone/);
  });
});

interface LooseResource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
}
interface Loose {
  Resources: Record<string, LooseResource>;
  Outputs: Record<string, unknown>;
}
type Find = (name: string) => LooseResource;

/** The data stack of today with a change. */
function seeded(change: (resource: Find, template: Loose) => void): Template {
  const template: Loose = JSON.parse(JSON.stringify(now.data));
  change((name) => entry(template.Resources, name)[1], template);
  return templateSchema.parse(template);
}

function entry(resources: Loose['Resources'], name: string): [string, LooseResource] {
  const found = Object.entries(resources).find(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name);
  if (found === undefined) throw new RangeError(`no ${name} in the template`);
  return found;
}

function rename(resources: Loose['Resources'], from: string, to: string): void {
  const [id, resource] = entry(resources, from);
  delete resources[id];
  resources[`${to}00000000`] = resource;
}
