import { createConnection, createServer, type Socket } from 'node:net';
import { startEngine } from '../../../lib/local/engine.ts';
import type { Engine } from '../../../lib/local/running-engine.ts';
import { close, listen } from './sockets.ts';

/** An engine that may be killed and started again on what it had written, behind an address that stays. */
export interface EngineGate {
  readonly engine: Engine;
  /** SIGKILL in the middle of whatever it does; then a new process on the same files. */
  kill(): Promise<void>;
}

/** @param path where the engine keeps its data
 *  @throws RangeError where the engine is no process of its own, and so cannot be killed */
export async function engineGate(path: string): Promise<EngineGate> {
  let inner = await startEngine({ path });
  const sockets = new Set<Socket>();
  const gate = createServer((socket) => {
    const onward = createConnection(Number(new URL(inner.endpoint).port), '127.0.0.1');
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from);
      from
        .on('error', () => to.destroy())
        .on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      from.pipe(to);
    }
  });
  const port = await listen(gate);
  return {
    engine: {
      endpoint: `http://127.0.0.1:${port}`,
      name: inner.name,
      stop: async () => {
        for (const socket of sockets) socket.destroy();
        await close(gate);
        await inner.stop();
      },
    },
    async kill() {
      if (inner.pid === undefined)
        throw new RangeError('only an engine in a process of its own can be killed');
      process.kill(inner.pid, 'SIGKILL');
      await inner.stop();
      inner = await startEngine({ path });
    },
  };
}
