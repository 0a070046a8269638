import { toInstant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { harmless } from '../../lib/report/bundle/csv.ts';
import { csvLine } from '../../lib/rounds/csv-line.ts';
import type { Message } from '../../lib/rounds/message.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { sideBySide } from '../../lib/store/side-by-side.ts';
import { SHARDS } from '../../lib/store/table.ts';
import { type ExitCode, Failure, UsageError, readArguments } from '../command.ts';
import { tenantOf } from '../settings.ts';
import { stageClients } from '../stage-clients.ts';
import { type SurveyStage, surveyStage } from '../survey-stage.ts';

export const usage = `trust messages ls [--open] [options]
trust messages answer <id> <text> [options]

What sellers wrote about recommendations, as CSV: id,seller_id,recommendation_id,at,language,suspect,text,answered_at,answer,
the earliest first. \`answer\` answers a message, once; the seller reads it on her page about earlier recommendations.

--open                    only messages without an answer
--tenant <id>             which marketplace (default us)
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev)
--json                    one line of JSON a message`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    open: { type: 'boolean', default: false },
    tenant: { type: 'string', default: 'us' },
    dir: { type: 'string', default: '.local' },
    'stage-outputs': { type: 'string' },
    config: { type: 'string', default: 'dev' },
    json: { type: 'boolean', default: false },
  });
  const [verb, ...rest] = positionals;
  const tenant = tenantOf(values.tenant, values.config);
  if (verb === 'ls' && rest.length === 0) return list(await factsOf(values), tenant, values);
  if (verb !== 'answer') throw new UsageError(`messages requires ls, or answer <id> <text>`);
  const name = messageName(tenant, rest[0]);
  const said = readAnswer(rest.slice(1));
  return answer(await factsOf(values), name, said, values.json);
}

async function factsOf(values: Parameters<typeof surveyStage>[0]): Promise<FactsTable> {
  const { names, ...address }: SurveyStage = await surveyStage(values);
  return factsTable(stageClients(address).tables, names.FactsTable);
}

const AT_ONCE = 16; // shards

async function list(
  facts: FactsTable,
  tenant: Tenant,
  { open, json }: { open: boolean; json: boolean },
): Promise<ExitCode> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const found = await sideBySide(AT_ONCE, shards, (shard) => messagesOf(facts, tenant, shard));
  const messages = found
    .flat()
    .filter(({ answer: given }) => !open || given === undefined)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (!json) console.log('id,seller_id,recommendation_id,at,language,suspect,text,answered_at,answer');
  for (const message of messages) console.log(json ? jsonOf(message) : csvOf(message));
  console.error(`${messages.length} ${messages.length === 1 ? 'message' : 'messages'}`);
  return 0;
}

async function messagesOf({ readShard }: FactsTable, { id }: Tenant, shard: number): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const row of readShard(id, shard)) if (row.kind === 'message') messages.push(row.message);
  return messages;
}

function csvOf(message: Message): string {
  const { sellerId, recommendationId, at, language, suspect = [], answer: given } = message;
  const fields = [idOf(message), sellerId, recommendationId, at, language, suspect.join(' '), message.text];
  return csvLine([...fields, given?.at ?? '', given?.text ?? ''].map(harmless));
}

function jsonOf(message: Message): string {
  const { tenant: _, messageId: __, ...rest } = message;
  return JSON.stringify({ id: idOf(message), ...rest });
}

/** No message's own id holds a slash; a seller's may. */
function idOf({ sellerId, messageId }: Message): string {
  return `${sellerId}/${messageId}`;
}

function messageName({ id }: Tenant, name = '') {
  const slash = name.lastIndexOf('/');
  if (slash < 1 || slash === name.length - 1 || name.includes('#'))
    throw new UsageError(`answer requires the id of a message as ls prints it, got ${JSON.stringify(name)}`);
  return { tenant: id, sellerId: name.slice(0, slash), messageId: name.slice(slash + 1) };
}

const LONGEST_ANSWER = 2000; // characters

function readAnswer(words: readonly string[]): string {
  const said = words.join(' ').trim();
  if (said === '' || said.length > LONGEST_ANSWER)
    throw new UsageError(`answer requires a text of 1 to ${LONGEST_ANSWER} characters after the id`);
  return said;
}

async function answer(
  facts: FactsTable,
  name: ReturnType<typeof messageName>,
  said: string,
  json: boolean,
): Promise<ExitCode> {
  const outcome = await facts.answerMessage(name, said, toInstant(Date.now()));
  if (outcome === 'no-message') throw new Failure('no such message; trust messages ls lists them');
  if (outcome === 'answered-before')
    throw new Failure('this message has its answer already, which the seller may have read; it stays');
  console.log(json ? JSON.stringify({ outcome }) : 'answered; it stands in her ledger now');
  return 0;
}
