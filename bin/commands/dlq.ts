import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { type ExitCode, Failure, readArguments, readWordOption, UsageError } from '../command.ts';
import { type Aside, described, QUEUES, release, remove, setAsideSchema, waiting } from '../dlq/aside.ts';
import { namedStage } from '../named-stage.ts';
import { type StageClients, stageClients } from '../stage-clients.ts';

export const usage = `trust dlq ls|redrive [options]

What the intake could not take and schedules could not start waits 14 days with its reason.

ls         what waits: since when, how often tried, why, whose, of what kind; never what it says
redrive    sends it back to where it came from, which does no harm to what was taken in part; starts are started

--queue <name>            events, files or starts only (default all)
--discard                 redrive: deletes it instead; wants --yes
--yes                     yes, delete it
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--json                    one line of JSON`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    queue: { type: 'string' },
    discard: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [action = ''] = positionals;
  if (action !== 'ls' && action !== 'redrive') throw new UsageError('dlq requires ls or redrive');
  if (values.discard && !values.yes)
    throw new UsageError('--discard deletes what waits; say --yes if you mean it');
  const only = values.queue === undefined ? undefined : readWordOption('queue', values.queue, QUEUES);
  const stage = await namedStage(values, z.object({ SetAside: setAsideSchema }));
  const clients = stageClients(stage);
  const found = await waiting(clients.queues, stage.names.SetAside, only);
  if (action === 'ls') return list(clients, found, values.json);
  return redrive(clients, found, values);
}

async function list({ queues }: StageClients, found: readonly Aside[], json: boolean): Promise<ExitCode> {
  for (const aside of found) await release(queues, aside);
  const told = found.map(described);
  if (json) console.log(JSON.stringify({ waiting: told }));
  else if (told.length === 0) console.log('nothing waits');
  else
    for (const { queue, since, tried, id, tenant, kind, reason } of told) {
      const times = tried === null ? '-' : `tried ${tried} times`;
      console.log([queue.padEnd(6), since, times, id, tenant ?? '-', kind ?? '-', reason].join('  '));
    }
  return 0;
}

async function redrive(
  clients: StageClients,
  found: readonly Aside[],
  { discard, json }: { readonly discard: boolean; readonly json: boolean },
): Promise<ExitCode> {
  let failed = 0;
  for (const aside of found) {
    try {
      if (!discard) await sendBack(clients, aside);
      await remove(clients.queues, aside);
    } catch (cause) {
      failed += 1;
      await release(clients.queues, aside);
      console.error(
        `${described(aside).id} stays: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }
  const done = found.length - failed;
  const verb = discard ? 'deleted' : 'sent back';
  console.log(
    json ? JSON.stringify({ [discard ? 'deleted' : 'sentBack']: done, failed }) : `${done} ${verb}`,
  );
  return failed === 0 ? 0 : 1;
}

async function sendBack({ queues, machines }: StageClients, { back, message }: Aside): Promise<void> {
  const { Body = '', MessageAttributes = {} } = message;
  if (back !== undefined) {
    await queues.send(new SendMessageCommand({ QueueUrl: back, MessageBody: Body }));
    return;
  }
  const stateMachineArn = MessageAttributes['TARGET_ARN']?.StringValue;
  if (stateMachineArn === undefined) throw new Failure('it does not say which machine was to be started');
  await machines.send(new StartExecutionCommand({ stateMachineArn, input: Body }));
}
