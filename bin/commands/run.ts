import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { toInstant } from '../../lib/domain/instant.ts';
import { readLatest } from '../../lib/jobs/latest.ts';
import { findStage } from '../../lib/local/stage-file.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { type ExitCode, Failure, UsageError, readArguments } from '../command.ts';
import { finished, startExecution } from '../execution.ts';
import { tenantOf } from '../settings.ts';
import { type StageClients, stageClients } from '../stage-clients.ts';

export const usage = `trust run start|status [options]

start    runs the analysis now, waits for it and prints the report's address
status   lists the runs, newest first

--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--tenant <id>             which marketplace (default us)
--json                    one line of JSON`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    tenant: { type: 'string', default: 'us' },
    json: { type: 'boolean', default: false },
  });
  const [action = ''] = positionals;
  if (action !== 'start' && action !== 'status') throw new UsageError('run requires start or status');
  if (values['stage-outputs'] === undefined) tenantOf(values.tenant, 'local');
  const stage = await stageOf(values.dir, values['stage-outputs']);
  const clients = stageClients(stage);
  const print = (fields: object, line: string) => console.log(values.json ? JSON.stringify(fields) : line);
  return action === 'start' ? start(stage, clients, values.tenant, print) : status(stage, clients, print);
}

interface Stage {
  readonly endpoint?: string;
  readonly region: string;
  readonly page?: string;
  readonly machine: string;
  readonly reportBucket: string;
}

type Print = (fields: object, line: string) => void;

async function start(stage: Stage, clients: StageClients, tenant: string, print: Print): Promise<ExitCode> {
  const execution = await startExecution(clients.machines, stage.machine, tenant, toInstant(Date.now()));
  console.error(`started ${execution}`);
  await finished(clients.machines, execution, stage.page === undefined ? 5000 : 300);
  const latest = await readLatest(s3Files(clients.files, stage.reportBucket), tenant);
  if (latest === undefined) throw new Failure('the run ended but no report is published');
  const report = `${stage.page ?? `s3://${stage.reportBucket}`}/${latest.permalink}/report.html`;
  print({ execution, report }, report);
  return 0;
}

async function status(stage: Stage, clients: StageClients, print: Print): Promise<ExitCode> {
  const { executions = [] } = await clients.machines.send(
    new ListExecutionsCommand({ stateMachineArn: stage.machine, maxResults: 20 }),
  );
  const runs = executions.map(({ name, status: state, startDate, stopDate }) => ({
    name,
    state,
    startDate,
    stopDate,
  }));
  const lines = runs.map(
    (one) => `${one.startDate?.toISOString()}  ${one.state?.toLowerCase().padEnd(9)}  ${one.name}`,
  );
  print({ runs }, lines.join('\n') || 'no run yet');
  return 0;
}

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

async function stageOf(directory: string, outputsFile: string | undefined): Promise<Stage> {
  if (outputsFile !== undefined) return deployed(outputsFile);
  const local = await findStage(directory);
  if (local === undefined) throw new Failure(`no local stage runs on ${directory}; start it with: npm start`);
  const { endpoint, region, page, outputs } = local;
  return { endpoint, region, page, ...placesIn(outputs, directory) };
}

function deployed(file: string): Stage {
  const parsed = outputsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new UsageError(`${file} is not what cdk deploy --outputs-file writes`);
  const outputs = Object.assign({}, ...Object.values(parsed.data));
  const places = placesIn(outputs, file);
  return { region: places.machine.split(':')[3] ?? '', ...places };
}

function placesIn(outputs: Readonly<Record<string, string>>, source: string) {
  const { AnalysisMachine: machine, ReportBucket: reportBucket } = outputs;
  if (machine !== undefined && reportBucket !== undefined) return { machine, reportBucket };
  throw new UsageError(`${source} names no AnalysisMachine and ReportBucket`);
}
