import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** What to send, and over how many connections, each with one request at a time. */
export interface Load {
  readonly origin: string;
  readonly connections: number;
  readonly status: number; // every answer must have it
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body?: string }[];
}

export interface Measured {
  readonly perSecond: number;
  readonly p50: number; // milliseconds
  readonly p99: number;
}

/** A process of its own, so that who asks does not slow down who answers: `node --import tsx load.ts <file>` */
const [, , file] = process.argv;
if (file?.endsWith('.json') === true)
  console.log(JSON.stringify(await run(JSON.parse(readFileSync(file, 'utf8')))));

async function run({ origin, connections, status, requests }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const lane = async () => {
    for (let index = next++; index < requests.length; index = next++) {
      const begun = performance.now();
      const got = await send(agent, origin, requests[index] ?? { method: 'GET', path: '/' });
      if (got !== status) throw new RangeError(`the load met ${got} instead of ${status}`);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

function send(
  agent: Agent,
  origin: string,
  { method, path, body }: Load['requests'][number],
): Promise<number> {
  const headers = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const sent = request(origin + path, { agent, method, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}
