import { beforeAll, describe, expect, it } from 'vitest';
import { functionId, resources, settingsOf, synthesise } from './synthesise.ts';

let stage: ReturnType<typeof synthesise>;
beforeAll(() => {
  stage = synthesise();
});

describe('doors to the outside', () => {
  it('serve exactly these routes; events want a signature', () => {
    const routes = resources(stage.app, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties['RouteKey'],
      Properties['AuthorizationType'] ?? 'NONE',
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      'GET /s/{token}': 'NONE',
      'HEAD /s/{token}': 'NONE',
      'POST /s/{token}': 'NONE',
      'GET /s/{token}/history': 'NONE',
      'HEAD /s/{token}/history': 'NONE',
      'POST /s/{token}/history': 'NONE',
      'GET /s/{token}/stop': 'NONE',
      'HEAD /s/{token}/stop': 'NONE',
      'POST /s/{token}/stop': 'NONE',
      'GET /v1/events': 'NONE',
      'POST /v1/events': 'AWS_IAM',
    });
  });

  it('are throttled', () => {
    const [[, site]] = resources(stage.app, 'AWS::ApiGatewayV2::Stage');
    expect(site.Properties['DefaultRouteSettings']).toEqual({
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
    });
  });

  it('buckets are private, encrypted, versioned and refuse plain HTTP', () => {
    for (const [, { Properties }] of resources(stage.data, 'AWS::S3::Bucket')) {
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: 'Enabled' },
      });
      expect(Properties['BucketEncryption']).toBeDefined();
    }
    const denied = JSON.stringify(resources(stage.data, 'AWS::S3::BucketPolicy'));
    expect(denied.match(/"aws:SecureTransport":"false"/g)).toHaveLength(3);
  });

  it('a file dropped under in/ waits in the queue of the intake', () => {
    const [[, rule]] = resources(stage.app, 'AWS::Events::Rule');
    expect(rule.Properties['EventPattern']).toMatchObject({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { object: { key: [{ prefix: 'in/' }] } },
    });
    expect(JSON.stringify(rule.Properties['Targets'])).toContain('IntakeFilesInQueue');
    const polls = resources(stage.app, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => [
      JSON.stringify(Properties['EventSourceArn']).includes('FilesIn') ? 'files' : 'events',
      (Properties['FunctionName'] as { Ref: string }).Ref,
      Properties['FunctionResponseTypes'],
    ]);
    expect(polls).toEqual([
      ['files', functionId(stage.app, 'Intake'), ['ReportBatchItemFailures']],
      ['events', functionId(stage.app, 'IntakeEvents'), ['ReportBatchItemFailures']],
    ]);
    const buckets = Object.fromEntries(resources(stage.data, 'AWS::S3::Bucket'));
    expect(buckets['IntakeA0CA28E8']?.Properties['NotificationConfiguration']).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });
});

it('synthesising twice gives the same templates', () => {
  const again = synthesise();
  expect(again.app.toJSON()).toEqual(stage.app.toJSON());
  expect(again.data.toJSON()).toEqual(stage.data.toJSON());
});

it('links lead to the domain of the settings, whose record leads to the API', () => {
  const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/1';
  const domain = { name: 'trust.example.com', certificateArn };
  const { app } = synthesise('dev', { survey: { ...settingsOf('dev').survey, domain } });
  const [[id, { Properties }]] = resources(app, 'AWS::ApiGatewayV2::DomainName');
  expect(Properties).toMatchObject({
    DomainName: domain.name,
    DomainNameConfigurations: [{ CertificateArn: certificateArn }],
  });
  expect(app.toJSON()['Outputs']).toMatchObject({
    SurveyUrl: { Value: 'https://trust.example.com' },
    SurveyDomainTarget: { Value: { 'Fn::GetAtt': [id, 'RegionalDomainName'] } },
  });
  const [[, mapping]] = resources(app, 'AWS::ApiGatewayV2::ApiMapping');
  expect(mapping.Properties['DomainName']).toEqual({ Ref: id });
});
