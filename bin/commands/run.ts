import { DescribeExecutionCommand, ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { toInstant } from '../../lib/domain/instant.ts';
import { readLatest } from '../../lib/jobs/latest.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { type ExitCode, Failure, UsageError, readArguments } from '../command.ts';
import { finished, startExecution, wordsOf } from '../execution.ts';
import { progressOf, progressWords } from '../run-progress.ts';
import { type NamedStage, namedStage } from '../named-stage.ts';
import { tenantOf } from '../settings.ts';
import { type StageClients, stageClients } from '../stage-clients.ts';

export const usage = `trust run start|status|resume [options]

start    runs the analysis now (--night: only for what is new since the last report, under the fit of the last full run), waits for it and prints the report's address
status   lists the runs, newest first; how far the last one came, in which pass over all sellers if it makes some, and why it failed if it did
resume   does a failed run again, at its own instant: what it has written it does not write again, and passes over all sellers
         go on where they were

--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--tenant <id>             which marketplace (default us)
--night                   start: bring the last full report up to date; where that cannot be, everything is done anew
--execution <name>        resume: this one, as status lists it (default the newest that failed)
--json                    one line of JSON`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    tenant: { type: 'string', default: 'us' },
    execution: { type: 'string' },
    night: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const [action = ''] = positionals;
  if (action !== 'start' && action !== 'status' && action !== 'resume')
    throw new UsageError('run requires start, status or resume');
  if (values['stage-outputs'] === undefined) tenantOf(values.tenant, 'local');
  const stage = await namedStage(values, namesSchema);
  const clients = stageClients(stage);
  const print = (fields: object, line: string) => console.log(values.json ? JSON.stringify(fields) : line);
  if (action === 'start') return start(stage, clients, values, print);
  if (values.night) throw new UsageError('--night belongs to run start');
  if (action === 'resume') return resume(stage, clients, values, print);
  return status(stage, clients, print);
}

const namesSchema = z.object({ AnalysisMachine: z.string(), ReportBucket: z.string() });
type Stage = NamedStage<z.infer<typeof namesSchema>>;

const endSchema = z.object({ outcome: z.optional(z.string()) });
const HELD =
  'nothing is told of this night: something is new of nobody, or of so few sellers that the difference would give them away';

type Print = (fields: object, line: string) => void;

async function start(
  stage: Stage,
  clients: StageClients,
  { tenant, night }: { readonly tenant: string; readonly night: boolean },
  print: Print,
): Promise<ExitCode> {
  const now = toInstant(Date.now());
  const kind: Readonly<Record<string, string>> = night ? { kind: 'night' } : {};
  const execution = await startExecution(clients.machines, stage.names.AnalysisMachine, tenant, now, kind);
  return followed(stage, clients, { execution, tenant }, print);
}

/** Waits for a run's end and prints the report that is shown then. */
async function followed(
  stage: Stage,
  clients: StageClients,
  { execution, tenant }: { readonly execution: string; readonly tenant: string },
  print: Print,
): Promise<ExitCode> {
  console.error(`started ${execution}`);
  const ended = await finished(clients.machines, execution, stage.page === undefined ? 5000 : 300);
  if (endSchema.parse(JSON.parse(ended)).outcome === 'held') console.error(HELD);
  const latest = await readLatest(s3Files(clients.files, stage.names.ReportBucket), tenant);
  if (latest === undefined) throw new Failure('the run ended but no report is published');
  const report = `${stage.page ?? `s3://${stage.names.ReportBucket}`}/${latest.permalink}/report.html`;
  print({ execution, report }, report);
  return 0;
}

async function listed(stage: Stage, { machines }: StageClients) {
  const { executions = [] } = await machines.send(
    new ListExecutionsCommand({ stateMachineArn: stage.names.AnalysisMachine, maxResults: 100 }),
  );
  return executions;
}

const FAILED: ReadonlySet<string | undefined> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

async function status(stage: Stage, clients: StageClients, print: Print): Promise<ExitCode> {
  const executions = (await listed(stage, clients)).slice(0, 20);
  const runs = executions.map(({ name, status: state, startDate, stopDate }) => ({
    name,
    state,
    startDate,
    stopDate,
  }));
  const lines = runs.map(
    (one) => `${one.startDate?.toISOString()}  ${one.state?.toLowerCase().padEnd(9)}  ${one.name}`,
  );
  const [last] = executions;
  const { error, cause } = FAILED.has(last?.status)
    ? await clients.machines.send(new DescribeExecutionCommand({ executionArn: last?.executionArn }))
    : {};
  const at = last && (await progressOf(clients.machines, last.executionArn));
  const why = error === undefined ? [] : [`the last one failed: ${error}: ${wordsOf(cause)}`];
  const where = (at && progressWords(at, last?.status)) ?? [];
  print(
    { runs, ...(at && { at }), ...(error !== undefined && { error, cause }) },
    [...lines, ...why].concat(where).join('\n') || 'no run yet',
  );
  return 0;
}

/** The same input again under a name of its own: an execution's name is used once. */
async function resume(
  stage: Stage,
  clients: StageClients,
  { execution: name }: { readonly execution?: string | undefined },
  print: Print,
): Promise<ExitCode> {
  const executions = await listed(stage, clients);
  const chosen = executions.find((one) => (name === undefined ? FAILED.has(one.status) : one.name === name));
  if (chosen === undefined)
    throw new Failure(name === undefined ? 'no run failed' : `there is no run ${name}`);
  if (chosen.status === 'RUNNING') throw new Failure(`${chosen.name} is still running`);
  const { executionArn } = chosen;
  const { input = '{}' } = await clients.machines.send(new DescribeExecutionCommand({ executionArn }));
  const { tenant } = z.object({ tenant: z.string() }).parse(JSON.parse(input));
  const base = String(chosen.name).replace(/\.again\d+$/, '');
  const again = executions.filter((one) => one.name?.startsWith(`${base}.again`)).length + 1;
  const started = await clients.machines.send(
    new StartExecutionCommand({
      stateMachineArn: stage.names.AnalysisMachine,
      name: `${base}.again${again}`.slice(-80),
      input,
    }),
  );
  return followed(stage, clients, { execution: started.executionArn ?? base, tenant }, print);
}
