import { readFileSync } from 'node:fs';
import { purge } from '../../lib/jobs/purge.ts';
import { type ExitCode, Failure, readArguments, UsageError } from '../command.ts';
import { deployed, refuseElsewhere, standing } from '../teardown/deployed.ts';
import { tearDownLocal } from '../teardown/local.ts';
import { type Deployed, remainsOf } from '../teardown/remains.ts';
import { plainCause } from '../whole-file.ts';

export const usage = `trust teardown [options]

Lists what cdk destroy leaves of a stage, by design, and the commands that remove it, in their order. Changes nothing, unless
--purge is given: then it deletes tables, buckets with every version, the secret and the data stack, for good, also the ledger
of who was erased and who wants no questions. What was interrupted may be repeated.

--stage-outputs <file>    a deployed stage: the file that cdk deploy --outputs-file wrote; keep it until then
--dir <folder>            folder of the local stage instead (default .local), which must not be running
--purge                   deletes; wants --i-understand
--i-understand <stage>    the stage's name: dev, prod ...; local for the local one
--json                    one line of JSON`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    'stage-outputs': { type: 'string' },
    dir: { type: 'string' },
    purge: { type: 'boolean', default: false },
    'i-understand': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0)
    throw new UsageError(`teardown does not take ${JSON.stringify(positionals[0])}`);
  const file = values['stage-outputs'];
  if (file !== undefined && values.dir !== undefined)
    throw new UsageError('teardown takes --stage-outputs or --dir, not both');
  const print = (fields: object, text: string) => console.log(values.json ? JSON.stringify(fields) : text);
  const remains = file === undefined ? undefined : await remainsOf(file, textOf(file));
  refuseMisnamed(remains?.stage ?? 'local', values);
  if (remains === undefined || file === undefined)
    return tearDownLocal(values.dir ?? '.local', values.purge, print);
  await refuseElsewhere(remains);
  return values.purge ? purgeDeployed(remains, print) : list(remains, file, print);
}

/** Twice the same stage: once by its file, once by its name. */
function refuseMisnamed(
  stage: string,
  { purge: wanted, 'i-understand': named }: { purge: boolean; 'i-understand'?: string | undefined },
): void {
  if (!wanted && named !== undefined) throw new UsageError('--i-understand goes with --purge');
  if (wanted && named === undefined)
    throw new UsageError(`--purge deletes everything for good; say --i-understand ${stage} if you mean it`);
  if (wanted && named !== stage)
    throw new UsageError(`--i-understand ${named} is not the stage, which is ${stage}; nothing was deleted`);
}

type Print = (fields: object, text: string) => void;

async function list(remains: Deployed, file: string, print: Print): Promise<ExitCode> {
  const { stage } = remains;
  const left = await standing(remains);
  const stop = destroyApp(stage);
  const remove = `trust teardown --stage-outputs ${file} --purge --i-understand ${stage}`;
  const lines = [
    `what cdk destroy leaves of stage ${stage}, by design:`,
    ...left.map(({ what, holds }) => `  ${what}  ${holds}`),
    `log groups and queues go with ${remains.appStack}`,
    'to stop everything and keep the data:',
    `  ${stop}`,
    'to delete the data too, for good, after that:',
    `  ${remove}`,
  ];
  print({ stage, left, commands: [stop, remove] }, lines.join('\n'));
  return 0;
}

async function purgeDeployed(remains: Deployed, print: Print): Promise<ExitCode> {
  const port = deployed(remains, (bucket, gone) => console.error(`${bucket}: ${gone} versions deleted`));
  const steps: { does: string; what: string; outcome: string }[] = [];
  const outcome = await purge(remains, port, ({ does, what }, came) => {
    steps.push({ does, what, outcome: came });
    console.error(`${came === 'gone' ? 'gone already' : does}: ${what}`);
  });
  const { stage, appStack } = remains;
  if (outcome === 'standing')
    throw new Failure(`${appStack} stands and would write again; first: ${destroyApp(stage)}`);
  print({ stage, steps }, `stage ${stage} is deleted; ${RESTORABLE}`);
  return 0;
}

const destroyApp = (stage: string) =>
  `npx cdk destroy${stage === 'dev' ? '' : ` -c stage=${stage}`} ${stage}/App`;

const RESTORABLE =
  'AWS keeps the last backup of each table for 35 days and the secret for 30, so that a mistake can be mended';

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${plainCause(cause)}`);
  }
}
