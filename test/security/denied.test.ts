import { beforeAll, describe, expect, it } from 'vitest';
import { readAssembly, type Resource, resourcesOf } from '../../lib/local/assembly.ts';
import { resolver } from '../../lib/local/intrinsics.ts';
import { arnOf } from '../../lib/local/names.ts';
import { type Gate, gate, statementsOf } from '../../lib/local/policy.ts';
import type { Settings } from '../../lib/infra/settings.ts';
import { synthesise } from '../infra/synthesise.ts';

const PLACE = { region: 'us-east-1', account: '000000000000', site: 'http://127.0.0.1:1' };

/** A stage as IAM sees it: who may do what, under real names. */
function stageOf(name: string, changes: Partial<Settings> = {}) {
  const assembly = synthesise(name, changes).environment.synth({ skipValidation: true }).directory;
  const stacks = readAssembly(assembly);
  const resources = resourcesOf(stacks);
  const resolve = resolver(stacks, resources, PLACE);
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  const callers = functions.map((one) => {
    const roleId = /"Fn::GetAtt":\["([^"]+)"/.exec(JSON.stringify(one.properties['Role']))?.[1];
    const role = resources.find(({ id, stack }) => id === roleId && stack === one.stack) as Resource;
    return [one.id, statementsOf(role, resources, resolve)] as const;
  });
  const arn = (type: string, id: string): string =>
    arnOf(
      resources.find((one) => one.type === type && one.id.startsWith(id)) ??
        raise(`no ${type} ${id} in ${name}`),
      PLACE,
    );
  return {
    functions: functions.map(({ id }) => id),
    gate: gate(new Map(callers), 'operator', () => {}),
    arn,
  };
}

function raise(message: string): never {
  throw new RangeError(message);
}

type StageNow = ReturnType<typeof stageOf>;

/** What somebody who took over a function would reach for. */
function probesOf({ arn }: StageNow): Readonly<Record<string, readonly [action: string, on: string]>> {
  const table = (id: string) => arn('AWS::DynamoDB::GlobalTable', id);
  const bucket = (id: string) => arn('AWS::S3::Bucket', id);
  const [facts, ledger] = [table('Facts'), table('Ledger')];
  const [files, report, intake] = [bucket('Files'), bucket('Report'), bucket('Intake')];
  return {
    'read facts': ['dynamodb:Query', facts],
    'read the facts of all tenants': ['dynamodb:Scan', facts],
    'write facts': ['dynamodb:UpdateItem', facts],
    'delete facts': ['dynamodb:DeleteItem', facts],
    'write the ledger': ['dynamodb:PutItem', ledger],
    'take from the ledger': ['dynamodb:DeleteItem', ledger],
    'read snapshots': ['s3:GetObject', `${files}/snapshots/us/a.jsonl.gz`],
    'write snapshots': ['s3:PutObject', `${files}/snapshots/us/a.jsonl.gz`],
    'read estimates': ['s3:GetObject', `${files}/runs/us/1/estimates.json`],
    'write estimates': ['s3:PutObject', `${files}/runs/us/1/estimates.json`],
    'end files': ['s3:DeleteObjectVersion', `${files}/runs/us/1/estimates.json`],
    'read reports': ['s3:GetObject', `${report}/reports/us/latest.json`],
    'write reports': ['s3:PutObject', `${report}/reports/us/latest.json`],
    'end reports': ['s3:DeleteObjectVersion', `${report}/reports/us/latest.json`],
    'read drops': ['s3:GetObject', `${intake}/in/us/events/a.jsonl`],
    'forge drops': ['s3:PutObject', `${intake}/in/us/events/a.jsonl`],
    'read the link secret': [
      'secretsmanager:GetSecretValue',
      arn('AWS::SecretsManager::Secret', 'LinkSecret'),
    ],
    'change the link secret': [
      'secretsmanager:PutSecretValue',
      arn('AWS::SecretsManager::Secret', 'LinkSecret'),
    ],
    'tell the marketplace': ['events:PutEvents', arn('AWS::Events::EventBus', 'OutreachBus')],
    'start runs': ['states:StartExecution', arn('AWS::StepFunctions::StateMachine', 'Analysis')],
    'send mail': ['ses:SendEmail', 'arn:aws:ses:us-east-1:000000000000:identity/example.com'],
  };
}

/** All that each function may of it. What is not here is denied. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  SurveySiteSurvey: ['read facts', 'write facts', 'write the ledger', 'read the link secret'],
  Intake: [
    'read facts',
    'write facts',
    'delete facts',
    'write the ledger',
    'read drops',
    'read the link secret',
  ],
  IntakeEvents: ['read facts', 'write facts', 'delete facts', 'write the ledger', 'read the link secret'],
  AnalysisForget: [
    'read snapshots',
    'write snapshots',
    'read estimates',
    'write estimates',
    'end files',
    'read drops',
    'forge drops', // it rewrites them without who was erased
    'read the link secret',
  ],
  AnalysisSnapshotShard: ['read facts', 'read snapshots', 'write snapshots', 'read the link secret'],
  AnalysisPlanNight: ['read estimates', 'read reports'],
  AnalysisFit: ['read snapshots', 'read estimates', 'write estimates', 'read reports'],
  AnalysisPassShard: ['read snapshots', 'read estimates', 'write estimates'],
  AnalysisAddPass: ['read estimates', 'write estimates'],
  AnalysisEstimateShard: ['read snapshots', 'read estimates', 'write estimates'],
  AnalysisSummarise: ['read estimates', 'write estimates'],
  AnalysisPublish: ['read estimates', 'read reports', 'write reports'],
  WaveInvite: ['read facts', 'write facts', 'read the link secret'],
  OutreachPost: ['read facts', 'write facts', 'delete facts', 'read the link secret', 'tell the marketplace'],
};

const nameOf = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

let stage: StageNow;
let other: StageNow;
beforeAll(() => {
  stage = stageOf('dev');
  other = stageOf('prod');
});

describe('a function that somebody took over', () => {
  it('is one of these', () => {
    expect(stage.functions.map(nameOf).toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  it.each(Object.entries(ALLOWED))(
    '%s may %j of what one would reach for, and is denied the rest',
    (name, may) => {
      const id = stage.functions.find((one) => nameOf(one) === name) ?? name;
      const reached = Object.entries(probesOf(stage)).filter(([, [action, on]]) =>
        stage.gate.allows(id, action, on),
      );
      expect(reached.map(([what]) => what)).toEqual(may);
    },
  );

  it('ReportsReport, there where somebody may sign in, reads reports and nothing else', () => {
    const signIn = {
      issuer: 'https://id.example',
      clientId: 'reports',
      scope: 'openid',
      audience: ['seller-trust'],
      tenantsClaim: 'tenants',
    };
    const baseUrl = 'https://reports.example';
    const signedIn = stageOf('dev', { report: { signIn, baseUrl, edge: 'none', webAclArn: null } });
    const more = signedIn.functions.filter((id) => !(nameOf(id) in ALLOWED));
    expect(more.map(nameOf)).toEqual(['ReportsReport']);
    const reached = Object.entries(probesOf(signedIn)).filter(([, [action, on]]) =>
      signedIn.gate.allows(more[0] ?? '', action, on),
    );
    expect(reached.map(([what]) => what)).toEqual(['read reports']);
  });

  it('reaches nothing of another stage', () => {
    const reach = (gateOf: Gate, target: StageNow) =>
      stage.functions.flatMap((id) =>
        Object.entries(probesOf(target)).filter(([, [action, on]]) => gateOf.allows(id, action, on)),
      );
    expect(reach(stage.gate, stage).length).toBeGreaterThan(30);
    expect(reach(stage.gate, other)).toEqual([]);
  });
});
