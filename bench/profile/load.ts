import { Agent, request } from 'node:http';
import type { Engine } from '../../lib/local/running-engine.ts';
import { secondsOf } from '../run/child.ts';
import type { Call } from '../services/recorder.ts';

export interface Loaded {
  readonly perSecond: number;
  readonly cpu: number; // milliseconds of this process, a request
  readonly engine: number; // milliseconds of the engine's process, a request
  readonly busy: number; // cores the engine used
}

/** So many requests over so many connections, each with one at a time. */
export async function underLoad(
  { pid }: Engine,
  count: number,
  connections: number,
  one: (index: number) => Promise<unknown>,
): Promise<Loaded> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await one(index);
  };
  const [before, engineBefore, started] = [process.cpuUsage(), secondsOf(pid), performance.now()];
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - started) / 1e3;
  const { user, system } = process.cpuUsage(before);
  const engine = secondsOf(pid) - engineBefore;
  return {
    perSecond: count / seconds,
    cpu: (user + system) / 1e3 / count,
    engine: (1e3 * engine) / count,
    busy: engine / seconds,
  };
}

/** Sends calls as they went over the wire, without an SDK: what the engine can answer. */
export function wire({ endpoint }: Engine, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname: host, port } = new URL(endpoint);
  const send = ({ headers, body }: Call): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request({ agent, host, port, method: 'POST', headers }, (answer) => {
        answer.resume().on('end', resolve);
      });
      sent.on('error', reject).end(body);
    });
  return {
    async replay(calls: readonly Call[]): Promise<void> {
      for (const call of calls) await send(call);
    },
    stop: () => agent.destroy(),
  };
}
