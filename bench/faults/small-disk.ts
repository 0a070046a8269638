import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDynoxide, startDynoxide } from '../../lib/local/dynoxide-engine.ts';
import type { Engine } from '../../lib/local/running-engine.ts';
import { close, listen } from './stage/sockets.ts';

/** A disk of few megabytes with an engine on it. */
export interface SmallDisk {
  readonly engine: Engine;
  readonly folder: string; // on that disk
  /** Takes away what was laid on the disk before anything else. */
  makeRoom(): void;
  stop(): Promise<void>;
}

/** Why there can be no small disk here; undefined where there can. */
export function noSmallDisk(): string | undefined {
  if (findDynoxide() === undefined) return 'no engine in a process of its own';
  const tried = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]);
  return tried.status === 0 ? undefined : 'no mount namespace without privileges';
}

/** Starts the engine in a mount namespace of its own, on a file system in memory of so many megabytes, half of them taken. */
export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const place = mkdtempSync(join(tmpdir(), 'seller-trust-disk-'));
  const mounted = join(place, 'disk');
  mkdirSync(mounted);
  const script = join(place, 'engine');
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`;
  writeFileSync(
    script,
    `#!/bin/sh\nexec unshare -rm /bin/sh -c '${mount}' ${mounted} ${findDynoxide()} "$@"\n`,
  );
  chmodSync(script, 0o755);
  const engine = await startDynoxide(script, freePort, join(mounted, 'tables.sqlite'));
  const folder = `/proc/${engine.pid}/root${mounted}`;
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc((megabytes * 2 ** 20) / 2));
  return {
    engine,
    folder,
    makeRoom: () => rmSync(ballast),
    async stop() {
      await engine.stop();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await close(server);
  return port;
}
