import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { join } from 'node:path';
import { bodyOf, listen } from './server.ts';

/** What an invocation came to: the handler's answer as JSON text, or how it failed, in Lambda's words. */
export type Outcome =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: { readonly errorType: string; readonly errorMessage: string } };

/** One execution environment: a child process that runs the bundled asset and asks its own Runtime API for work. */
export interface Sandbox {
  readonly alive: () => boolean;
  /** One event at a time. */
  invoke(event: string): Promise<Outcome>;
  stop(): void;
}

export interface SandboxSettings {
  readonly arn: string;
  readonly directory: string; // the unpacked asset
  readonly environment: Readonly<Record<string, string>>; // complete: nothing of this process is inherited
  readonly timeout: number; // milliseconds, from the moment the handler is handed the event
  readonly memory: number; // MB
  readonly logFile: string;
}

const INIT = 60_000; // milliseconds a cold start may take; Lambda gives 10 s, but this machine may be busy
const MOST_BYTES = 6 * 1024 * 1024; // of a synchronous answer

interface Job {
  readonly id: string;
  readonly event: string;
  readonly settle: (outcome: Outcome) => void;
  handedOver: boolean;
  timer: NodeJS.Timeout;
}

/** Starts a child process behind a Runtime API of its own, on a port of its own. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  let job: Job | undefined;
  let parked: ServerResponse | undefined;
  let initError: Outcome | undefined;
  const server: Server = createServer((request, response) => void serve(request, response));
  const port = await listen(server);
  const child = spawnChild(settings, port);
  child.once('exit', (code, signal) => {
    const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    finish(initError ?? failed('Runtime.ExitError', `Runtime exited with error: ${how}`));
    server.close();
    server.closeAllConnections();
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/2018-06-01/runtime', '');
    if (path === '/invocation/next') {
      parked = response;
      return handOver();
    }
    const body = (await bodyOf(request)).toString('utf8');
    if (path === '/init/error') initError = { ok: false, error: JSON.parse(body) };
    else if (job !== undefined && path.startsWith(`/invocation/${job.id}/`)) finish(answered(path, body));
    response.writeHead(202).end();
  }

  function handOver(): void {
    if (job === undefined || parked === undefined || job.handedOver) return;
    const current = job;
    current.handedOver = true;
    clearTimeout(current.timer);
    const seconds = (settings.timeout / 1000).toFixed(2);
    current.timer = setTimeout(() => {
      finish(
        failed('Sandbox.Timedout', `RequestId: ${current.id} Error: Task timed out after ${seconds} seconds`),
      );
      child.kill('SIGKILL');
    }, settings.timeout);
    parked.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': current.id,
      'lambda-runtime-deadline-ms': String(Date.now() + settings.timeout),
      'lambda-runtime-invoked-function-arn': settings.arn,
    });
    parked.end(current.event);
    parked = undefined;
  }

  function finish(outcome: Outcome): void {
    if (job === undefined) return;
    clearTimeout(job.timer);
    job.settle(outcome);
    job = undefined;
  }

  const alive = () => child.exitCode === null && child.signalCode === null && !child.killed;
  return {
    alive,
    invoke: (event) =>
      new Promise((settle) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), INIT);
        job = { id: randomUUID(), event, settle, handedOver: false, timer };
        if (alive()) handOver();
        else finish(initError ?? failed('Runtime.ExitError', 'Runtime exited before it was asked'));
      }),
    stop: () => void child.kill('SIGKILL'),
  };
}

function spawnChild(
  { directory, environment, memory, logFile }: SandboxSettings,
  port: number,
): ChildProcess {
  const log = createWriteStream(logFile, { flags: 'a' });
  const client = join(import.meta.dirname, 'runtime-client.mjs');
  const child = spawn(process.execPath, [`--max-old-space-size=${memory}`, client], {
    cwd: directory,
    env: { ...environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true, // out of the terminal's process group: Ctrl-C stops the stage, which then stops its children
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
  child.stdin?.on('error', () => {}); // the child may be killed while the pipe is open
  return child;
}

function answered(path: string, body: string): Outcome {
  if (!path.endsWith('/response')) return { ok: false, error: JSON.parse(body) };
  if (Buffer.byteLength(body) <= MOST_BYTES) return { ok: true, payload: body };
  return failed('Function.ResponseSizeTooLarge', `Response payload size exceeded ${MOST_BYTES} bytes`);
}

function failed(errorType: string, errorMessage: string): Outcome {
  return { ok: false, error: { errorType, errorMessage } };
}
