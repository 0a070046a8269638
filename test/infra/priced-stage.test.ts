import { describe, expect, it } from 'vitest';
import { pricedStage } from '../../lib/infra/priced-stage.ts';
import type { Settings } from '../../lib/infra/settings.ts';
import { anyResources, resources, settingsOf, synthesise } from './synthesise.ts';

const signIn = {
  issuer: 'https://login.example.com',
  clientId: 'reports',
  scope: 'openid',
  audience: ['reports'],
  tenantsClaim: 'tenants',
};
const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/seller-trust/1';
const changes: readonly (readonly [string, Partial<Settings>])[] = [
  ['prod', {}],
  ['local', {}],
  ['prod', { report: { signIn, baseUrl: null, edge: 'cloudfront', webAclArn } }],
];

describe.each(changes)('what has a price in %s with %j', (name, change) => {
  const { app, data } = synthesise(name, change);
  const stage = pricedStage({ ...settingsOf(name), ...change });

  it('is what the templates have', () => {
    const alarms = resources(app, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const metrics = alarms.map(({ Metrics }) =>
      Array.isArray(Metrics) ? Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1,
    );
    expect(stage.alarmMetrics).toBe(metrics.reduce((sum, count) => sum + count, 0));
    expect(stage.dashboards).toBe(resources(app, 'AWS::CloudWatch::Dashboard').length);
    expect(stage.secrets).toBe(resources(data, 'AWS::SecretsManager::Secret').length);
    expect(stage.queuesPolled).toBe(resources(app, 'AWS::Lambda::EventSourceMapping').length);
    const memories = resources(app, 'AWS::Lambda::Function').map(
      ([, { Properties }]) => Properties['MemorySize'],
    );
    expect([...new Set(Object.values(stage.memory))].sort()).toEqual([...new Set(memories)].sort());
  });

  it('nothing else of a price by the hour or month is deployed', () => {
    const dear = [
      'AWS::KMS::Key',
      'AWS::EC2::NatGateway',
      'AWS::WAFv2::WebACL',
      'AWS::Lambda::Alias',
      'AWS::Backup::BackupPlan',
    ];
    for (const type of dear)
      expect([type, anyResources(app, type), anyResources(data, type)]).toEqual([type, [], []]);
  });

  it('follows the settings', () => {
    expect(stage.firewall).toBe(change.report?.webAclArn !== undefined);
    expect(stage.reports).toBe(change.report === undefined ? 'none' : 'edge');
    expect(stage.delivery).toBe(name === 'local' ? 'mail' : 'events');
    expect(stage.analysesAMonth).toBeCloseTo(52 / 12, 1);
    expect(stage.ranges).toBe(name === 'local' ? 4 : 64);
  });
});
