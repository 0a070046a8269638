import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS = 100; // a second: CLK_TCK on Linux
const POLL = 20; // ms

export interface Measured {
  readonly cpu: number; // seconds, user and system, of the process and all it waited for
  readonly wall: number; // seconds
  readonly memory: number; // peak resident, MB
  readonly output: string;
  readonly failed: string | null;
}

/** One program in a process of its own. Linux only: CPU time from /proc/self/stat, where children are added when they end;
 *  peak memory from the child's VmHWM. */
export async function measuredChild(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const before = childrenSeconds();
  const started = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
  const ended = new Promise<string | null>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? code}`));
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  let memory = 0;
  const poll = setInterval(() => (memory = Math.max(memory, peakMemory(child.pid))), POLL);
  const failed = await ended;
  clearInterval(poll);
  const wall = (performance.now() - started) / 1e3;
  return { cpu: childrenSeconds() - before, wall, memory, output, failed };
}

/** cutime + cstime: fields 16 and 17, counted behind the name, which may hold blanks. */
function childrenSeconds(): number {
  const text = readFileSync('/proc/self/stat', 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

function peakMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has ended
  }
}
