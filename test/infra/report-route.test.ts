import { beforeAll, describe, expect, it } from 'vitest';
import { ENV } from '../../lib/env.ts';
import type { SignInSettings } from '../../lib/reader/sign-in-settings.ts';
import { allGrants, grantsOf } from './policies.ts';
import { anyResources, functionId, resources, synthesise } from './synthesise.ts';

const signIn: SignInSettings = {
  issuer: 'https://issuer.example',
  clientId: 'reports',
  scope: 'openid tenants',
  audience: ['programs'],
  tenantsClaim: 'tenants',
};
const withRoute = (edge: 'none' | 'cloudfront', baseUrl: string | null = null) =>
  synthesise('dev', { report: { signIn, baseUrl, edge, webAclArn: edge === 'none' ? null : WEB_ACL } });
const WEB_ACL = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/reports/1';

let plain: ReturnType<typeof synthesise>;
let fronted: ReturnType<typeof synthesise>;
beforeAll(() => {
  plain = withRoute('none');
  fronted = withRoute('cloudfront');
});

type Stack = ReturnType<typeof synthesise>['app'];

const routesOf = (app: Stack) =>
  resources(app, 'AWS::ApiGatewayV2::Route')
    .map(([, { Properties }]) => [String(Properties['RouteKey']), Properties['AuthorizationType'] ?? 'NONE'])
    .filter(([key]) => String(key).includes('reports'));

const variablesOf = (app: Stack, name: string): Record<string, unknown> => {
  const functions = Object.fromEntries(resources(app, 'AWS::Lambda::Function'));
  const { Environment } = functions[functionId(app, name)]?.Properties ?? {};
  return (Environment as { Variables: Record<string, unknown> }).Variables;
};

describe('the report route', () => {
  it('is not there where the settings name nobody who lets readers in; an address for links may be', () => {
    const { app } = synthesise();
    expect(routesOf(app)).toEqual([]);
    expect(app.toJSON()['Outputs']).not.toHaveProperty('ReportUrl');
    const elsewhere = synthesise('dev', {
      report: { signIn: null, baseUrl: 'https://reports.example', edge: 'none', webAclArn: null },
    });
    expect(elsewhere.app.toJSON()['Outputs']).toMatchObject({
      ReportUrl: { Value: 'https://reports.example' },
    });
  });

  it('is read by browsers, which the function sends to sign in, and by programs with a token', () => {
    expect(Object.fromEntries(routesOf(plain.app))).toEqual({
      'GET /reports': 'NONE',
      'HEAD /reports': 'NONE',
      'GET /reports/{proxy+}': 'NONE',
      'HEAD /reports/{proxy+}': 'NONE',
      'GET /v1/reports/{proxy+}': 'JWT',
      'HEAD /v1/reports/{proxy+}': 'JWT',
    });
    const [[, authorizer], ...more] = resources(plain.app, 'AWS::ApiGatewayV2::Authorizer');
    expect(more).toEqual([]);
    expect(authorizer.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['programs'] },
    });
  });

  it('has an origin and a throttle of its own', () => {
    const apis = resources(plain.app, 'AWS::ApiGatewayV2::Api').map(([id]) => id);
    expect(apis).toHaveLength(2);
    const stages = resources(plain.app, 'AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties);
    const rates = stages.map(({ DefaultRouteSettings }) => JSON.stringify(DefaultRouteSettings));
    expect(new Set(rates).size).toBe(2);
    for (const { AccessLogSettings } of stages)
      expect(JSON.stringify(AccessLogSettings)).not.toMatch(/context\.path|query|identity/i);
  });

  it.each(['none', 'cloudfront'] as const)('edge %s: the function reads reports and nothing else', (edge) => {
    const { app } = edge === 'none' ? plain : fronted;
    const grants = grantsOf(app, functionId(app, 'ReportsReport'));
    const beyondLogs = grants.filter(({ action }) => !/^(logs|xray):/.test(action));
    expect(beyondLogs.map(({ action }) => action).toSorted()).toEqual(['s3:GetObject', 's3:ListBucket']);
    for (const { resource } of beyondLogs) expect(resource).toContain('ReportC847FC22');
    expect(beyondLogs.find(({ action }) => action === 's3:GetObject')?.resource).toContain('/reports/*');
    const survey = grantsOf(app, functionId(app, 'SurveySiteSurvey'));
    expect(survey.filter(({ resource }) => resource.includes('ReportC847FC22'))).toEqual([]);
  });

  it('opens no bucket and keeps no secret', () => {
    for (const { data, app } of [plain, fronted]) {
      expect(allGrants(data)).toEqual([]);
      expect(JSON.stringify(app.toJSON())).not.toMatch(/resolve:secretsmanager|[cC]lientSecret/);
      expect(variablesOf(app, 'ReportsReport')[ENV.signIn]).toBe(JSON.stringify(signIn));
    }
  });

  it('tells its address to the function, to whoever writes mails, and as an output', () => {
    const { app } = plain;
    const address = variablesOf(app, 'ReportsReport')[ENV.reportUrl];
    expect(JSON.stringify(address)).toMatch(/ReportsApi\w+","ApiEndpoint/);
    expect(variablesOf(app, 'OutreachPost')[ENV.reportUrl]).toEqual(address);
    expect(app.toJSON()['Outputs']).toMatchObject({ ReportUrl: { Value: address } });
    const own = withRoute('none', 'https://reports.example').app;
    expect(variablesOf(own, 'ReportsReport')[ENV.reportUrl]).toBe('https://reports.example');
  });
});

describe('CloudFront before it', () => {
  it('is not there unless the settings say so', () => {
    expect(anyResources(plain.app, 'AWS::CloudFront::Distribution')).toEqual([]);
    expect(anyResources(plain.app, 'AWS::Lambda::Url')).toEqual([]);
  });

  it('is the only way for a browser: no route leads round it, and the function lets only this distribution in', () => {
    expect(routesOf(fronted.app).map(([key]) => key)).toEqual([
      'GET /v1/reports/{proxy+}',
      'HEAD /v1/reports/{proxy+}',
    ]);
    const [[, url]] = resources(fronted.app, 'AWS::Lambda::Url');
    expect(url.Properties['AuthType']).toBe('AWS_IAM');
    const permissions = resources(fronted.app, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => Principal === 'cloudfront.amazonaws.com');
    expect(permissions.map(({ Action }) => Action).toSorted()).toEqual([
      'lambda:InvokeFunction',
      'lambda:InvokeFunctionUrl',
    ]);
    for (const { SourceArn } of permissions) expect(JSON.stringify(SourceArn)).toContain('ReportsEdge');
    const [[, control]] = resources(fronted.app, 'AWS::CloudFront::OriginAccessControl');
    expect(control.Properties['OriginAccessControlConfig']).toMatchObject({
      OriginAccessControlOriginType: 'lambda',
      SigningBehavior: 'always',
    });
  });

  it('keeps nothing, speaks https only and says so', () => {
    const [[, { Properties }]] = resources(fronted.app, 'AWS::CloudFront::Distribution');
    const { DefaultCacheBehavior: behavior } = Properties['DistributionConfig'] as Record<string, object>;
    expect(behavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // CachingDisabled
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac', // AllViewerExceptHostHeader
      ViewerProtocolPolicy: 'https-only',
    });
    const [[, headers]] = resources(fronted.app, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(headers.Properties['ResponseHeadersPolicyConfig']).toMatchObject({
      SecurityHeadersConfig: { StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 } },
    });
  });

  it("tells the function the reader's name for it, since it cannot know its own", () => {
    expect(variablesOf(fronted.app, 'ReportsReport')).not.toHaveProperty(ENV.reportUrl);
    expect(JSON.stringify(variablesOf(fronted.app, 'OutreachPost')[ENV.reportUrl])).toContain('DomainName');
    const [[, code]] = resources(fronted.app, 'AWS::CloudFront::Function');
    const tell = new Function(`${String(code.Properties['FunctionCode'])}; return handler;`)();
    const headers = { host: { value: 'd1.cloudfront.net' }, 'x-report-host': { value: 'evil.example' } };
    expect(tell({ request: { headers } }).headers['x-report-host'].value).toBe('d1.cloudfront.net');
  });
});

it('the web ACL of the settings stands before CloudFront', () => {
  const [[, distribution]] = resources(fronted.app, 'AWS::CloudFront::Distribution');
  expect(distribution.Properties['DistributionConfig']).toMatchObject({ WebACLId: WEB_ACL });
});
