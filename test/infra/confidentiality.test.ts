import { beforeAll, describe, expect, it } from 'vitest';
import { allGrants, grantsOf, type Grant } from './policies.ts';
import { anyResources, resources, synthesise } from './synthesise.ts';

/** What sellers are told on the page, held against the templates: their answers are read by the survey itself and by the
 *  analysis, and nothing that could rank, price or punish them can reach them. PRIVACY.md says the same in words. */
let stage: ReturnType<typeof synthesise>;
let functions: [name: string, grants: Grant[]][];
beforeAll(() => {
  stage = synthesise();
  functions = resources(stage.app, 'AWS::Lambda::Function').map(([id]) => [
    id.replace(/[0-9A-F]{8}$/, ''),
    grantsOf(stage.app, id),
  ]);
});

/** The functions with a grant of this kind. */
function who(action: RegExp, resource: RegExp): string[] {
  const may = (grants: Grant[]) =>
    grants.some((grant) => action.test(grant.action) && resource.test(grant.resource));
  return functions.filter(([, grants]) => may(grants)).map(([name]) => name);
}

const READS_ROWS = /^dynamodb:(GetItem|BatchGetItem|Query|Scan|PartiQL|GetRecords|ExportTable)/;
const [FACTS, LEDGER, FILES, REPORT, INTAKE] = [
  /FactsA5EA939F/,
  /LedgerB7379752/,
  /Files8E6940B8/,
  /ReportC847FC22/,
  /IntakeA0CA28E8/,
];

describe('answers of single sellers', () => {
  it('are read from the table by the survey, the intake, the waves and the snapshot only', () => {
    expect(who(READS_ROWS, FACTS)).toEqual([
      'SurveySiteSurvey',
      'Intake',
      'IntakeEvents',
      'AnalysisSnapshotShard',
      'WaveInvite',
      'OutreachPost',
    ]);
  });

  it('can be exported, scanned or streamed by nobody', () => {
    const wide = /^dynamodb:(Scan|ExportTable|PartiQL|GetRecords|DescribeStream|\*)/;
    expect(allGrants(stage.app).filter(({ action }) => wide.test(action))).toEqual([]);
    for (const [, table] of resources(stage.data, 'AWS::DynamoDB::GlobalTable'))
      expect(table.Properties['StreamSpecification']).toBeUndefined();
  });

  it('and estimates about them are read from files by the analysis only', () => {
    expect(who(/^s3:GetObject/, FILES)).toEqual([
      'AnalysisForget',
      'AnalysisSnapshotShard', // of the run that a night rests on
      'AnalysisPlanNight', // manifests
      'AnalysisFit',
      'AnalysisPassShard',
      'AnalysisAddPass',
      'AnalysisEstimateShard',
      'AnalysisSummarise',
      'AnalysisPublish',
    ]);
  });

  it('leave the analysis by one function, which reads no answers and writes reports of aggregates', () => {
    expect(who(/^s3:PutObject/, REPORT)).toEqual(['AnalysisPublish']);
    expect(who(/^s3:GetObject/, REPORT)).toEqual(['AnalysisPlanNight', 'AnalysisFit', 'AnalysisPublish']);
    const publish = functions.find(([name]) => name === 'AnalysisPublish')?.[1] ?? [];
    expect(publish.filter(({ action }) => READS_ROWS.test(action))).toEqual([]);
    const reads = publish.filter(({ action, resource }) => action === 's3:GetObject' && FILES.test(resource));
    expect(reads.map(({ resource }) => /\/(\w+)\/\*/.exec(resource)?.[1])).toEqual(['runs']); // not snapshots
  });

  it('go out to the marketplace by no other way: one function writes mail and events, one answers dropped files', () => {
    expect(who(/^(events:PutEvents|ses:)/, /./)).toEqual(['OutreachPost']);
    expect(who(/^s3:PutObject/, INTAKE)).toEqual(['Intake', 'IntakeEvents', 'AnalysisForget']);
    const elsewhere = /^(sns|sqs:SendMessage$|kinesis|firehose|lambda:Invoke|states:Start|execute-api|sts)/;
    expect(who(elsewhere, /./)).toEqual(['Intake', 'IntakeEvents']); // their own queues of what they could not take
  });

  it('are opened to nobody from outside: no policy of a bucket, table or secret allows anything', () => {
    expect(allGrants(stage.data)).toEqual([]);
    for (const [, table] of resources(stage.data, 'AWS::DynamoDB::GlobalTable'))
      expect(JSON.stringify(table.Properties['Replicas'])).not.toContain('ResourcePolicy');
    expect(anyResources(stage.data, 'AWS::SecretsManager::ResourcePolicy')).toEqual([]);
  });

  it('cannot be put together with names again by whoever holds only the ledger or only the files', () => {
    expect(who(/^secretsmanager:/, /LinkSecret/)).not.toContain('AnalysisPublish');
    expect(who(READS_ROWS, LEDGER)).toEqual([
      'SurveySiteSurvey',
      'Intake',
      'IntakeEvents',
      'AnalysisForget',
      'AnalysisSnapshotShard',
      'WaveInvite',
      'OutreachPost',
    ]);
  });
});

describe('files of single sellers', () => {
  it('expire as the settings say, in both environments', () => {
    for (const name of ['dev', 'prod']) {
      const { data, environment } = synthesise(name, {
        retention: { roundsDays: 500, filesDays: 123, intakeDays: 45 },
      });
      expect(environment.data.stackName).toContain(name);
      const days = Object.fromEntries(
        resources(data, 'AWS::S3::Bucket').map(([id, { Properties }]) => [
          id,
          JSON.stringify(Properties['LifecycleConfiguration']).match(/"ExpirationInDays":(\d+)/)?.[1],
        ]),
      );
      expect(days).toEqual({ Files8E6940B8: '123', IntakeA0CA28E8: '45', ReportC847FC22: undefined });
    }
  });

  it('rounds get their end where they are taken in', () => {
    expect(variables(500)).toContain('"ROUNDS_DAYS":"500"');
    expect(variables(null)).not.toContain('ROUNDS_DAYS');
  });
});

/** What the intake function is told by its stack. */
function variables(roundsDays: number | null): string {
  const { app } = synthesise('dev', { retention: { roundsDays, filesDays: 1, intakeDays: 1 } });
  const intake = resources(app, 'AWS::Lambda::Function').find(([id]) => /^Intake[0-9A-F]{8}$/.test(id));
  return JSON.stringify(intake?.[1].Properties['Environment']);
}
