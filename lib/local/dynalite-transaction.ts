import { list, object, text, type JsonObject } from './json.ts';

/** One call to the engine that lacks transactions. */
export type Send = (operation: string, input: JsonObject) => Promise<{ status: number; body: JsonObject }>;

/** How to take a transaction back: plain puts and deletes, repeatable. */
export type Undo = readonly { readonly operation: string; readonly input: JsonObject }[];

/** Kept on disk while a transaction is under way, so that a crash in its middle is taken back at the next start. */
export interface Journal {
  begin(undo: Undo): Promise<void>;
  end(): Promise<void>;
}

interface Step {
  readonly kind: string; // Put, Update, Delete, ConditionCheck
  readonly input: JsonObject;
  readonly key: JsonObject;
  readonly old: JsonObject | undefined;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'UpdateItem', // without an update expression it only checks
};

/** TransactWriteItems on an engine without it: every action is tried, and if one fails all are taken back.
 *  The caller sees to it that nothing else runs meanwhile.
 *  @returns `{}`, or the body of the error DynamoDB would answer */
export async function transact(input: JsonObject, send: Send, journal: Journal): Promise<JsonObject> {
  const actions = list(input['TransactItems'], 'TransactItems').map((each) => object(each, 'TransactItem'));
  if (actions.length > 100) return invalid('Member must have length less than or equal to 100');
  const steps = await inTurn(actions, (action) => prepare(action, send));
  const targets = steps.map((step) => JSON.stringify([step.input['TableName'] ?? null, step.key]));
  if (new Set(targets).size < targets.length)
    return invalid('Transaction request cannot include multiple operations on one item');
  await journal.begin(steps.map(undoOf));
  const reasons = await inTurn(steps, (step) => attempt(step, send));
  const failed = reasons.some((reason) => reason['Code'] !== 'None');
  const takenBack = steps.filter((step) => failed || (step.kind === 'ConditionCheck' && !step.old));
  await undo(takenBack.map(undoOf), send);
  await journal.end();
  return failed ? cancelled(reasons) : {};
}

/** Puts everything back as it was. */
export async function undo(steps: Undo, send: Send): Promise<void> {
  await inTurn(steps, async ({ operation, input }) => {
    const { status, body } = await send(operation, input);
    if (status !== 200) throw new Error(`a transaction could not be taken back: ${JSON.stringify(body)}`);
  });
}

/** TransactGetItems, likewise. */
export async function readTogether(input: JsonObject, send: Send): Promise<JsonObject> {
  const gets = list(input['TransactItems'], 'TransactItems').map((each) => object(each, 'TransactItem'));
  const answers = await inTurn(gets, (get) =>
    send('GetItem', { ...object(get['Get'], 'Get'), ConsistentRead: true }),
  );
  return answers.find(({ status }) => status !== 200)?.body ?? { Responses: answers.map(({ body }) => body) };
}

async function prepare(action: JsonObject, send: Send): Promise<Step> {
  const [kind, value] = Object.entries(action)[0] ?? ['none', null];
  const input = object(value, kind);
  const table = text(input['TableName'], 'TableName');
  const key = kind === 'Put' ? await keyOf(table, object(input['Item'], 'Item'), send) : input['Key'];
  const wanted = { TableName: table, Key: object(key, 'Key'), ConsistentRead: true };
  const { body } = await send('GetItem', wanted);
  const old = body['Item'] === undefined ? undefined : object(body['Item'], 'Item');
  return { kind, input, key: wanted.Key, old };
}

async function keyOf(table: string, item: JsonObject, send: Send): Promise<JsonObject> {
  const { body } = await send('DescribeTable', { TableName: table });
  const schema = list(object(body['Table'], 'Table')['KeySchema'], 'KeySchema');
  const names = schema.map((each) => text(object(each, 'KeySchema')['AttributeName'], 'AttributeName'));
  return Object.fromEntries(names.map((name) => [name, item[name] ?? null]));
}

async function attempt({ kind, input, old }: Step, send: Send): Promise<JsonObject> {
  const { ReturnValuesOnConditionCheckFailure: onFailure, ...plain } = input;
  const { status, body } = await send(OPERATIONS[kind] ?? kind, plain);
  if (status === 200) return { Code: 'None' };
  const failedCondition = String(body['__type']).endsWith('ConditionalCheckFailedException');
  if (!failedCondition) return { Code: 'ValidationError', Message: body['message'] ?? null };
  const seen = onFailure === 'ALL_OLD' && old !== undefined ? { Item: old } : {};
  return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...seen };
}

function undoOf({ input, key, old }: Step): Undo[number] {
  const TableName = input['TableName'] ?? null;
  return old === undefined
    ? { operation: 'DeleteItem', input: { TableName, Key: key } }
    : { operation: 'PutItem', input: { TableName, Item: old } };
}

function cancelled(reasons: readonly JsonObject[]): JsonObject {
  const codes = reasons.map((reason) => String(reason['Code'])).join(', ');
  return {
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    CancellationReasons: reasons,
  };
}

function invalid(message: string): JsonObject {
  return { __type: 'com.amazon.coral.validate#ValidationException', message };
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
