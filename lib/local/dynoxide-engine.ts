import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from './running-engine.ts';

const ATTEMPTS = 5; // another process may take the port between asking and listening
const PATIENCE = 15_000; // milliseconds until the engine listens, on a busy machine

/** The shell stands between the two processes: its `read` ends when this process does, even by SIGKILL, and then the
 *  engine is ended too. Without it a killed parent would leave an engine behind that holds port and file. */
const LEASH = '"$@" & echo $!; read -r _; kill $! 2>/dev/null; wait $!';

/** The engine's binary: the platform's package, else one on PATH. */
export function findDynoxide(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'dynoxide'));
  return [packaged(), ...onPath].find((file) => file !== undefined && isExecutable(file));
}

function packaged(): string | undefined {
  try {
    const resolve = createRequire(import.meta.url).resolve;
    return resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    return undefined; // no package for this platform
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts dynoxide in a process of its own; one SQLite file with write-ahead log, or memory.
 *  @throws Error with the engine's own words when it does not come up */
export async function startDynoxide(
  binary: string,
  freePort: () => Promise<number>,
  file?: string,
): Promise<Engine> {
  let words = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const started = await launch(binary, port, file);
    if ('engine' in started) return started.engine;
    words = started.words;
  }
  throw new Error(`dynoxide did not start: ${words}`);
}

async function launch(
  binary: string,
  port: number,
  file: string | undefined,
): Promise<{ engine: Engine } | { words: string }> {
  const options = ['serve', '--port', String(port), ...(file === undefined ? [] : ['--db-path', file])];
  const shell = spawn('/bin/sh', ['-c', LEASH, 'sh', binary, ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
    detached: true, // Ctrl-C is for this process, which ends the engine last
  });
  let words = '';
  shell.stdout.on('data', (data: Buffer) => (words += data.toString()));
  shell.stderr.on('data', (data: Buffer) => (words += data.toString()));
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await listens(endpoint, () => /error|listening/i.exec(words)?.[0].toLowerCase() === 'error'))) {
    await end(shell);
    return { words };
  }
  const pid = Number.parseInt(words, 10);
  return { engine: { endpoint, name: 'dynoxide', pid, stop: () => end(shell) } };
}

async function listens(endpoint: string, failed: () => boolean): Promise<boolean> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && !failed()) {
    try {
      await fetch(endpoint);
      return !failed();
    } catch {
      await wait(10);
    }
  }
  return false;
}

async function end(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return;
  const ended = new Promise((resolve) => shell.once('exit', resolve));
  shell.stdin?.end();
  await ended;
}
