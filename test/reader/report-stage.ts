import { App, CfnOutput, RemovalPolicy, Stack, Stage as CdkStage } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { join } from 'node:path';
import { ReportRoute } from '../../lib/infra/report-route.ts';
import type { Settings } from '../../lib/infra/settings.ts';
import { DataStack } from '../../lib/infra/storage.ts';
import { startEngine } from '../../lib/local/engine.ts';
import { startStage, OPERATOR, type Stage } from '../../lib/local/stage.ts';
import type { SignInSettings } from '../../lib/reader/sign-in-settings.ts';
import type { Files } from '../../lib/store/files.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { settingsOf } from '../infra/synthesise.ts';

export interface ReportStage {
  readonly stage: Stage;
  readonly files: Files; // of the report bucket
  readonly log: readonly string[];
}

type Closers = (() => Promise<void> | void)[];

/** The report route alone, from the template it is deployed with: its bundled function, its routes, its permissions. */
export async function startReportStage(
  directory: string,
  signIn: SignInSettings,
  tenants: Settings['tenants'],
  closers: Closers,
): Promise<ReportStage> {
  const assembly = join(directory, 'cdk.out');
  synthesise(
    assembly,
    { ...settingsOf('dev'), tenants, report: { signIn, baseUrl: null, edge: 'none', webAclArn: null } },
    signIn,
  );
  const engine = await startEngine();
  closers.push(() => engine.stop());
  const log: string[] = [];
  const stage = await startStage({
    assembly: join(assembly, 'assembly-local'),
    directory,
    engine: engine.endpoint,
    log: (line) => void log.push(line),
  });
  closers.push(() => stage.stop());
  const client = new S3Client({
    endpoint: stage.endpoint,
    region: stage.region,
    forcePathStyle: true,
    credentials: { accessKeyId: OPERATOR, secretAccessKey: 'local' },
  });
  return { stage, log, files: s3Files(client, stage.outputs['ReportBucket'] ?? '') };
}

function synthesise(outdir: string, settings: Settings, signIn: SignInSettings): void {
  const app = new App({ outdir, builtinCloudFormationValidation: false, analyticsReporting: false });
  const stage = new CdkStage(app, 'local');
  const { retention } = settings;
  const data = new DataStack(stage, 'Data', { stackName: 'data', keepData: false, retention });
  const stack = new Stack(stage, 'App', { stackName: 'app' });
  const logs = { days: RetentionDays.ONE_DAY, removal: RemovalPolicy.DESTROY, metrics: 'SellerTrust/test' };
  const tenants = JSON.stringify(settings.tenants);
  const route = new ReportRoute(stack, 'Reports', { data, settings, signIn, tenants, logs });
  const outputs = { ReportUrl: route.url, ReportBucket: data.report.bucketName };
  for (const [name, value] of Object.entries(outputs)) output(stack, name, value);
  app.synth();
}

const output = (stack: Stack, name: string, value: string) => new CfnOutput(stack, name, { value });
