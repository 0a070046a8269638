import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { startDynalite } from './dynalite-engine.ts';
import { findDynoxide, startDynoxide } from './dynoxide-engine.ts';
import type { Engine, EngineName } from './running-engine.ts';

export interface EngineOptions {
  /** Where the data persist, without ending: a file or folder beside it is made. Memory if absent. */
  readonly path?: string;
  /** Insist on one engine; otherwise the first that is there. */
  readonly name?: EngineName;
}

/** Starts the first engine there is: `DYNAMODB_ENDPOINT`, the platform's dynoxide package, `dynoxide` on PATH,
 *  dynalite with transactions added. It ends with this process, however that ends. */
export async function startEngine({ path, name }: EngineOptions = {}): Promise<Engine> {
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
  const external = process.env['DYNAMODB_ENDPOINT'];
  if (external && (name ?? 'external') === 'external')
    return { endpoint: external, name: 'external', stop: async () => undefined };
  const binary = findDynoxide();
  if (binary !== undefined && (name ?? 'dynoxide') === 'dynoxide')
    return startDynoxide(binary, freePort, path === undefined ? undefined : `${path}.sqlite`);
  if ((name ?? 'dynalite') === 'dynalite')
    return startDynalite(path === undefined ? undefined : `${path}.level`);
  throw new RangeError(`startEngine requires an engine that is there: ${name} is not`);
}

/** The engines that can be started here, in the order in which they would be. */
export function enginesPresent(): EngineName[] {
  const present: EngineName[] = process.env['DYNAMODB_ENDPOINT'] ? ['external'] : [];
  if (findDynoxide() !== undefined) present.push('dynoxide');
  return [...present, 'dynalite'];
}

/** A port nobody listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
