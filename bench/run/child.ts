import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const TICKS = 100; // a second: CLK_TCK on Linux

/** CPU seconds, user and system, of a Node process that imports a module, calls something of it if asked, and ends: by its own clock.
 *  @param call an expression of `m`, the module */
export function nodeSeconds(
  module: string,
  { call = '0', env = {} }: { readonly call?: string; readonly env?: Readonly<Record<string, string>> } = {},
): number {
  const told =
    'const { user, system } = process.cpuUsage(); process.stderr.write(`\\ncpu ${user + system}\\n`); process.exit(0);';
  const code = `const m = await import(${JSON.stringify(pathToFileURL(module).href)}); await (${call}); ${told}`;
  const { stderr } = run(['--input-type=module', '-e', code], env);
  const micro = /\ncpu (\d+)\n/.exec(stderr)?.[1];
  if (micro === undefined) throw new RangeError(`${module} did not end: ${stderr.slice(-300)}`);
  return Number(micro) / 1e6;
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): { stderr: string } {
  // a shell's redirection keeps the one stream that counts
  const stderr = execFileSync('sh', ['-c', 'exec "$0" "$@" 2>&1 >/dev/null', process.execPath, ...args], {
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  return { stderr: stderr.toString() };
}

/** CPU seconds of all children that have ended, and theirs; undefined without /proc (Linux only). cutime and cstime are fields 16 and
 *  17, counted behind the name, which may hold blanks. */
export function childrenSeconds(): number | undefined {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return undefined;
  }
}

/** CPU seconds of a running process, user and system; 0 where it cannot be told. */
export function secondsOf(pid: number | undefined): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}
