import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { TABLE } from '../store/table.ts';
import { codeVersion } from './code-version.ts';
import { Door, type DoorProps, type Logs } from './function.ts';
import { publishDoor } from './report-site.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface AnalysisDoorsProps {
  readonly data: DataStack;
  readonly tenants: string;
  readonly logs: Logs;
}

export type AnalysisDoors = ReturnType<typeof jobDoors>;

/** The functions of the weekly run, each with what it may do and nothing else. */
export function analysisDoors(scope: Construct, props: AnalysisDoorsProps): AnalysisDoors {
  const doors = jobDoors(scope, props);
  allow(doors, props.data);
  return doors;
}

function jobDoors(scope: Construct, { data, tenants, logs }: AnalysisDoorsProps) {
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
    plan: door('PlanNight', {
      name: 'plan-night',
      description: 'Finds the run that a night rests on, or why it has to do everything anew',
      memory: 512,
      environment: {
        ...files,
        [ENV.reportBucket]: data.report.bucketName,
        [ENV.tenants]: tenants,
        [ENV.codeVersion]: codeVersion(),
      },
    }),
    fit: door('Fit', {
      name: 'fit',
      description:
        'Fits the models on all snapshots, or on a sample where they are too many, and opens the run',
      memory: 3008, // more needs a raised quota in a new account
      environment: {
        ...files,
        [ENV.reportBucket]: data.report.bucketName,
        [ENV.tenants]: tenants,
        [ENV.codeVersion]: codeVersion(),
      },
    }),
    pass: door('PassShard', {
      name: 'pass-shard',
      description: "Goes over one snapshot's sellers where the search for the run's fit asks",
      memory: 1769,
      environment: files,
    }),
    add: door('AddPass', {
      name: 'add-pass',
      description: 'Adds up a pass over all sellers and takes the search for the fit on',
      memory: 1769,
      environment: files,
    }),
    estimate: door('EstimateShard', {
      name: 'estimate-shard',
      description: "Estimates the trust of one snapshot's sellers under the run's fit",
      memory: 1769,
      environment: { ...files, [ENV.tenants]: tenants },
    }),
    summarise: door('Summarise', {
      name: 'summarise',
      description: "Joins the run's parts into estimates.json",
      memory: 1769,
      environment: files,
    }),
    publish: publishDoor(scope, { data, tenants, logs }),
  };
}

function allow(doors: AnalysisDoors, data: DataStack): void {
  allowToForget(doors.forget, data);
  const { snapshot, plan, fit, pass, add, estimate, summarise } = doors;
  const { facts, ledger, files, report, linkSecret } = data;
  const [snapshots, runs] = [files.arnForObjects('snapshots/*'), files.arnForObjects('runs/*')];
  const manifests = files.arnForObjects('runs/*/manifest.json');
  snapshot.allow(['dynamodb:Query'], facts.tableArn, `${facts.tableArn}/index/${TABLE.touchedIndex}`);
  snapshot.allow(['dynamodb:BatchGetItem'], ledger.tableArn);
  snapshot.allow(['secretsmanager:GetSecretValue'], linkSecret.secretArn);
  snapshot.allow(['s3:PutObject'], snapshots);
  snapshot.allow(['s3:GetObject'], snapshots, manifests); // of the run that a night rests on
  snapshot.allow(['s3:ListBucket'], files.bucketArn); // else 403, not 404, for what has expired
  plan.allow(['s3:GetObject'], runs, report.arnForObjects('reports/*'));
  plan.allow(['s3:ListBucket'], files.bucketArn, report.bucketArn); // else 403, not 404
  fit.allow(['s3:GetObject'], snapshots, runs);
  fit.allow(['s3:ListBucket'], files.bucketArn); // else S3 answers 403, not 404, for a series that has not begun
  fit.allow(['s3:PutObject'], runs);
  fit.allow(['s3:GetObject'], report.arnForObjects('reports/*')); // the report before
  fit.allow(['s3:ListBucket'], report.bucketArn); // else 403, not 404, before the first
  pass.allow(['s3:GetObject'], snapshots, runs);
  pass.allow(['s3:PutObject'], runs);
  add.allow(['s3:GetObject', 's3:PutObject'], runs);
  estimate.allow(['s3:GetObject'], snapshots, runs);
  estimate.allow(['s3:ListBucket'], files.bucketArn); // else 403, not 404, for what has expired
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
