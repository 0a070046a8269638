import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createRequire } from 'node:module';
import { readTogether, transact, undo, type Journal, type Send } from './dynalite-transaction.ts';
import { turns } from './dynalite-turns.ts';
import type { Engine } from './running-engine.ts';
import { list, object, parseJson, parseObject, text, type JsonObject } from './json.ts';
import { bodyOf, close, listen } from './server.ts';

const PREFIX = 'DynamoDB_20120810.';
const TOKENS_KEPT = 1000; // DynamoDB remembers a client request token for ten minutes

/** Starts dynalite inside this process, with transactions added in front of it. Any platform, nothing to install.
 *  @param folder where LevelDB keeps the data; memory if absent */
export async function startDynalite(folder?: string): Promise<Engine> {
  const dynalite: (options: object) => Server = createRequire(import.meta.url)('dynalite');
  const table = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  const behind = dynalite(folder === undefined ? table : { ...table, path: folder });
  const target = `http://127.0.0.1:${await listen(behind)}`;
  const journal = await openJournal(folder === undefined ? undefined : `${folder}.undo`, target);
  const front = createServer(frontOf(target, journal));
  const endpoint = `http://127.0.0.1:${await listen(front)}`;
  const stop = async () => {
    await close(front);
    await close(behind);
  };
  return { endpoint, name: 'dynalite', stop };
}

/** A transaction that a crash cut short is taken back here, before anybody is served. */
async function openJournal(file: string | undefined, target: string): Promise<Journal> {
  if (file === undefined) return { begin: async () => undefined, end: async () => undefined };
  if (existsSync(file)) {
    const steps = list(parseJson(await readFile(file, 'utf8')), 'undo journal').map((each) => {
      const step = object(each, 'undo step');
      return { operation: text(step['operation'], 'operation'), input: object(step['input'], 'input') };
    });
    await undo(steps, sender(target, SIGNED));
    await rm(file);
  }
  return {
    begin: async (steps) => {
      await writeFile(`${file}.new`, JSON.stringify(steps));
      await rename(`${file}.new`, file);
    },
    end: () => rm(file),
  };
}

function frontOf(target: string, journal: Journal) {
  const { shared, alone } = turns();
  const done = new Map<string, JsonObject>();
  const together = async (input: JsonObject, send: Send) => {
    const token = String(input['ClientRequestToken'] ?? '');
    const answer = done.get(token) ?? (await transact(input, send, journal));
    if (token !== '' && !('__type' in answer)) remember(done, token, answer);
    return answer;
  };
  const answerTo = async (operation: string, body: string, send: Send) => {
    if (operation === 'TransactWriteItems') return alone(() => together(parseObject(body, operation), send));
    if (operation === 'TransactGetItems')
      return alone(() => readTogether(parseObject(body, operation), send));
    if (operation === 'UpdateTimeToLive') return parseObject(body, operation); // rows simply stay
    return undefined;
  };
  return async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const body = (await bodyOf(request)).toString('utf8');
      const operation = String(request.headers['x-amz-target'] ?? '').replace(PREFIX, '');
      const own = await answerTo(operation, body, sender(target, headersOf(request)));
      if (own !== undefined) reply(response, '__type' in own ? 400 : 200, JSON.stringify(own));
      else await shared(() => pass(target, request, body, response));
    } catch (error) {
      reply(response, 500, JSON.stringify({ __type: 'InternalServerError', message: String(error) }));
    }
  };
}

function remember(done: Map<string, JsonObject>, token: string, answer: JsonObject): void {
  done.set(token, answer);
  const [oldest] = done.keys();
  if (done.size > TOKENS_KEPT && oldest !== undefined) done.delete(oldest);
}

const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=local/, SignedHeaders=host, Signature=none',
  'x-amz-date': 'none',
};

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = ['authorization', 'x-amz-date', 'x-amz-target', 'x-amz-content-sha256'];
  const present = kept.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    present.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };

function sender(target: string, headers: Readonly<Record<string, string>>): Send {
  return async (operation, input) => {
    const named = { ...headers, 'x-amz-target': PREFIX + operation };
    const answer = await call(target, 'POST', named, JSON.stringify(input));
    return { status: answer.status, body: parseObject(answer.body, operation) };
  };
}

async function pass(target: string, request: IncomingMessage, body: string, response: ServerResponse) {
  const answer = await call(target, request.method ?? 'POST', headersOf(request), body);
  reply(response, answer.status, answer.body);
}

const KEPT_OPEN = new Agent({ keepAlive: true });

function call(target: string, method: string, headers: Readonly<Record<string, string>>, body: string) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const options = { method, agent: KEPT_OPEN, headers: { ...headers, ...JSON_1_0 } };
    const sent = httpRequest(target, options, (answer) => {
      bodyOf(answer).then(
        (found) => resolve({ status: answer.statusCode ?? 500, body: found.toString('utf8') }),
        reject,
      );
    });
    sent.on('error', reject).end(body);
  });
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, JSON_1_0).end(body);
}
