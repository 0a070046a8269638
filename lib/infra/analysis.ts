import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { JsonPath, Pass, Result, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { shardRanges } from '../jobs/shard-range.ts';
import { codeVersion } from './code-version.ts';
import { Door, type DoorProps, type Logs } from './function.ts';
import { machine, schedules } from './machine.ts';
import { publishDoor } from './report-site.ts';
import type { Settings } from './settings.ts';
import { ITEM, shardMap, task } from './shard-map.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface AnalysisProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly tenants: string;
  readonly logs: Logs;
}

type Doors = ReturnType<typeof jobDoors>;

/** The weekly run: forget whoever was erased, snapshot every shard, fit, estimate shard by shard, summarise, publish. */
export class Analysis extends Construct {
  readonly machine: StateMachine;
  readonly doors: Doors;
  readonly notStarted: Queue;

  constructor(scope: Construct, id: string, props: AnalysisProps) {
    super(scope, id);
    this.doors = jobDoors(this, props);
    allow(this.doors, props.data);
    this.machine = machine(this, 'Machine', definition(this, this.doors, props.settings), props.logs);
    const { schedule, timeZone } = props.settings.analysis;
    const { tenants } = props.settings;
    this.notStarted = schedules(this, { machine: this.machine, schedule, timeZone, tenants });
  }
}

/** Only `snapshot-shard` reads the facts; everything after it reads the snapshot. */
function definition(scope: Construct, doors: Doors, { shardsPerWorker, workersAtOnce, analysis }: Settings) {
  const [tenant, cut] = [JsonPath.stringAt('$.tenant'), JsonPath.stringAt('$.scheduledAt')];
  const runId = JsonPath.stringAt('$.run.runId');
  const plan = new Pass(scope, 'Plan the run', {
    result: Result.fromObject({ ranges: shardRanges(shardsPerWorker), model: analysis.model }),
    resultPath: '$.plan',
  });
  const snapshots = shardMap(scope, 'Take snapshots', {
    each: 'Take a snapshot',
    door: doors.snapshot,
    itemsPath: '$.plan.ranges',
    item: { tenant, cut, range: ITEM },
    workersAtOnce,
    resultPath: '$.snapshots',
  });
  const estimates = shardMap(scope, 'Estimate sellers', {
    each: 'Estimate the sellers of a snapshot',
    door: doors.estimate,
    itemsPath: '$.snapshots',
    item: { tenant, runId, snapshot: ITEM },
    workersAtOnce,
    resultPath: '$.parts',
  });
  const fitInput = {
    tenant,
    cut,
    snapshots: JsonPath.objectAt('$.snapshots'),
    model: JsonPath.objectAt('$.plan.model'),
  };
  return task(scope, 'Forget the erased', doors.forget, { tenant }, '$.forgotten')
    .next(plan)
    .next(snapshots)
    .next(task(scope, 'Fit the models', doors.fit, fitInput, '$.run'))
    .next(estimates)
    .next(task(scope, 'Summarise the run', doors.summarise, { tenant, runId }, '$.summary'))
    .next(task(scope, 'Publish the report', doors.publish, { tenant, runId }));
}

function jobDoors(scope: Construct, { data, tenants, logs }: AnalysisProps) {
  const files = { [ENV.filesBucket]: data.files.bucketName };
  const door = (id: string, props: Omit<DoorProps, 'logs' | 'timeout'>) =>
    new Door(scope, id, { ...props, logs, timeout: Duration.minutes(15) });
  const { [ENV.linkSecret]: linkSecret = '', [ENV.ledgerTable]: ledger = '' } = sellerEnvironment(
    data,
    tenants,
  );
  const erased = { [ENV.linkSecret]: linkSecret, [ENV.ledgerTable]: ledger };
  return {
    forget: door('Forget', {
      name: 'forget',
      description: 'Takes the lines of erased sellers out of every file, by the keyed hashes of the ledger',
      memory: 3008, // reads dropped files whole
      environment: { ...files, ...erased, [ENV.intakeBucket]: data.intake.bucketName },
    }),
    snapshot: door('SnapshotShard', {
      name: 'snapshot-shard',
      description: 'Reads the rounds of a shard range, cut at an instant, into an immutable file',
      memory: 1769,
      environment: { ...files, ...erased, [ENV.factsTable]: data.facts.tableName },
    }),
    fit: door('Fit', {
      name: 'fit',
      description: 'Fits the models on all snapshots and opens the run',
      memory: 3008, // more needs a raised quota in a new account
      environment: {
        ...files,
        [ENV.reportBucket]: data.report.bucketName,
        [ENV.tenants]: tenants,
        [ENV.codeVersion]: codeVersion(),
      },
    }),
    estimate: door('EstimateShard', {
      name: 'estimate-shard',
      description: "Estimates the trust of one snapshot's sellers under the run's fit",
      memory: 1769,
      environment: { ...files, [ENV.tenants]: tenants },
    }),
    summarise: door('Summarise', {
      name: 'summarise',
      description: "Joins the run's parts into estimates.json and sellers.csv",
      memory: 1769,
      environment: files,
    }),
    publish: publishDoor(scope, { data, tenants, logs }),
  };
}

function allow(doors: Doors, data: DataStack): void {
  allowToForget(doors.forget, data);
  const { snapshot, fit, estimate, summarise } = doors;
  const { facts, ledger, files, report, linkSecret } = data;
  const [snapshots, runs] = [files.arnForObjects('snapshots/*'), files.arnForObjects('runs/*')];
  snapshot.allow(['dynamodb:Query'], facts.tableArn);
  snapshot.allow(['dynamodb:BatchGetItem'], ledger.tableArn);
  snapshot.allow(['secretsmanager:GetSecretValue'], linkSecret.secretArn);
  snapshot.allow(['s3:PutObject'], snapshots);
  fit.allow(['s3:GetObject'], snapshots, runs);
  fit.allow(['s3:ListBucket'], files.bucketArn); // else S3 answers 403, not 404, for a series that has not begun
  fit.allow(['s3:PutObject'], runs);
  fit.allow(['s3:GetObject'], report.arnForObjects('reports/*')); // the report before
  fit.allow(['s3:ListBucket'], report.bucketArn); // else 403, not 404, before the first
  estimate.allow(['s3:GetObject'], snapshots, runs);
  estimate.allow(['s3:PutObject'], runs);
  summarise.allow(['s3:GetObject', 's3:PutObject'], runs);
}

/** It may rewrite and end files that name sellers; it reaches neither facts nor reports. */
function allowToForget(forget: Door, { ledger, files, intake, linkSecret }: DataStack): void {
  forget.allow(['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:UpdateItem'], ledger.tableArn);
  forget.allow(['secretsmanager:GetSecretValue'], linkSecret.secretArn);
  forget.allow(['s3:ListBucket', 's3:ListBucketVersions'], files.bucketArn, intake.bucketArn);
  forget.allow(
    ['s3:GetObject', 's3:PutObject', 's3:GetObjectVersion', 's3:DeleteObjectVersion'],
    ...['snapshots/*', 'runs/*'].map((keys) => files.arnForObjects(keys)),
    ...['in/*', 'out/*'].map((keys) => intake.arnForObjects(keys)),
  );
}
