import * as dynamodb from '@aws-sdk/client-dynamodb';
import { createServer, request as send, type OutgoingHttpHeaders } from 'node:http';
import { listen } from '../../lib/local/server.ts';
import type { Engine } from '../../lib/local/running-engine.ts';

/** One call to the tables as it went over the wire. */
export interface Call {
  readonly target: string; // DynamoDB_20120810.Query
  readonly body: string;
  readonly headers: OutgoingHttpHeaders; // all but the host
}

/** Stands before an engine and writes down every call that goes through. */
export async function recorder({ endpoint }: Engine) {
  let calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [target, body] = [String(request.headers['x-amz-target']), Buffer.concat(chunks).toString()];
    const { host: _host, ...headers } = request.headers;
    calls.push({ target, body, headers });
    const passed = send(
      { host: '127.0.0.1', port: new URL(endpoint).port, method: 'POST', headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on('error', () => response.destroy());
    passed.end(body);
  });
  const at = `http://127.0.0.1:${await listen(server)}`;
  return {
    endpoint: at,
    /** The calls that a piece of work makes. */
    async of(work: () => Promise<unknown>): Promise<readonly Call[]> {
      calls = [];
      await work();
      return calls;
    },
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}

type Sendable = Parameters<dynamodb.DynamoDBClient['send']>[0];

/** A call as a command of the SDK: its input is what the wire holds, since nothing in the tables is binary. */
export function commandOf({ target, body }: Pick<Call, 'target' | 'body'>): Sendable {
  const name = `${target.split('.')[1]}Command`;
  const made: unknown = Reflect.get(dynamodb, name);
  if (typeof made !== 'function') throw new RangeError(`the SDK has no ${name}`);
  return Reflect.construct(made, [JSON.parse(body)]);
}

/** Sends calls one after the other; an engine's refusal is an answer, as it was the first time. */
export async function replay(client: dynamodb.DynamoDBClient, calls: readonly Call[]): Promise<void> {
  for (const call of calls)
    try {
      await client.send(commandOf(call));
    } catch (refusal) {
      if (!(refusal instanceof dynamodb.DynamoDBServiceException)) throw refusal;
    }
}
