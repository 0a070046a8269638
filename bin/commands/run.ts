import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { toInstant } from '../../lib/domain/instant.ts';
import { readLatest } from '../../lib/jobs/latest.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { type ExitCode, Failure, UsageError, readArguments } from '../command.ts';
import { finished, startExecution } from '../execution.ts';
import { type NamedStage, namedStage } from '../named-stage.ts';
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
  const stage = await namedStage(values, namesSchema);
  const clients = stageClients(stage);
  const print = (fields: object, line: string) => console.log(values.json ? JSON.stringify(fields) : line);
  return action === 'start' ? start(stage, clients, values.tenant, print) : status(stage, clients, print);
}

const namesSchema = z.object({ AnalysisMachine: z.string(), ReportBucket: z.string() });
type Stage = NamedStage<z.infer<typeof namesSchema>>;

type Print = (fields: object, line: string) => void;

async function start(stage: Stage, clients: StageClients, tenant: string, print: Print): Promise<ExitCode> {
  const execution = await startExecution(
    clients.machines,
    stage.names.AnalysisMachine,
    tenant,
    toInstant(Date.now()),
  );
  console.error(`started ${execution}`);
  await finished(clients.machines, execution, stage.page === undefined ? 5000 : 300);
  const latest = await readLatest(s3Files(clients.files, stage.names.ReportBucket), tenant);
  if (latest === undefined) throw new Failure('the run ended but no report is published');
  const report = `${stage.page ?? `s3://${stage.names.ReportBucket}`}/${latest.permalink}/report.html`;
  print({ execution, report }, report);
  return 0;
}

async function status(stage: Stage, clients: StageClients, print: Print): Promise<ExitCode> {
  const { executions = [] } = await clients.machines.send(
    new ListExecutionsCommand({ stateMachineArn: stage.names.AnalysisMachine, maxResults: 20 }),
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
