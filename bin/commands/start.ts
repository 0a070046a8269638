import { execFileSync } from 'node:child_process';
import { type ExitCode, UsageError, readArguments, readNumberOption } from '../command.ts';
import { commandFor } from '../local-page.ts';
import { type Addresses, type Closers, startLocal } from '../local.ts';

export const usage = `trust start [options]

Runs the deployed template on this machine: tables, functions, routes, state machines and files, seeded with a simulated
marketplace. Prints the addresses to open when ready; serves until Ctrl-C. What was answered is kept.

--dir <folder>   where everything is kept (default .local)
--port <port>    port of the local page (default: the one used last, else any free one)
--reset          forget everything in the folder first
--json           one line when ready: {"survey":…,"ledger":…,"report":…,"intake":…}; progress goes to stderr`;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {
    dir: { type: 'string', default: '.local' },
    port: { type: 'string' },
    reset: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    sellers: { type: 'string', default: '300' },
    weeks: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
  });
  if (positionals.length > 0) throw new UsageError(`start does not know ${JSON.stringify(positionals[0])}`);
  const settings = {
    directory: values.dir,
    port: values.port === undefined ? undefined : whole('port', values.port, 1, 65_535),
    reset: values.reset,
    sellers: whole('sellers', values.sellers, 1, 100_000),
    weeks: whole('weeks', values.weeks, 1, 200),
    seed: whole('seed', values.seed, 0, 2 ** 31 - 1),
  };
  const closers: Closers = [];
  const asked = askedToStop();
  const begun = startLocal(settings, closers, (line) => console.error(line));
  try {
    const ready = await Promise.race([begun, asked]);
    if (ready !== undefined) {
      print(ready, settings.directory, values.json);
      await asked;
    }
  } finally {
    begun.catch(() => {}); // stopped in the middle of starting: what it then fails with is of no interest
    for (const close of closers.toReversed()) await close();
  }
  return 0;
}

function whole(name: string, text: string, least: number, most: number): number {
  return readNumberOption(name, text, { least, most, whole: true });
}

/** Resolves at Ctrl-C and its like, and when the npm that started this is gone; a second Ctrl-C ends at once. */
function askedToStop(): Promise<undefined> {
  return new Promise((resolve) => {
    const stop = () => resolve(undefined);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        stop();
        // not at once: npm passes on what the terminal has sent to the whole group already
        setTimeout(() => process.once(signal, () => process.exit(130)), 1000).unref();
        process.on(signal, () => {});
      });
    const npm = process.env['npm_lifecycle_event'] === undefined ? undefined : npmAbove(process.ppid);
    if (npm !== undefined) setInterval(() => isAlive(npm) || stop(), 500).unref();
  });
}

/** The npm among the next three processes above, past the shell it uses; undefined where `ps` cannot tell. */
function npmAbove(pid: number, steps = 3): number | undefined {
  try {
    const shown = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
    const [, parent = '0', words = ''] = /^\s*(\d+)\s+(.*)/.exec(shown) ?? [];
    if (/\bnpm\b/.test(words) && !/^\S*sh -c/.test(words)) return pid;
    return steps > 1 ? npmAbove(Number(parent), steps - 1) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function print({ survey, ledger, report, intake, page }: Addresses, directory: string, json: boolean): void {
  if (json) return console.log(JSON.stringify({ survey, ledger, report, intake }));
  console.log(`
Answer as a seller     ${survey ?? 'no invitation is open; --reset begins again'}
What she sees later    ${ledger ?? '-'}
The report             ${report}
The local page         ${page}
Intake                 ${intake}

Run the analysis again with the button on the local page, or in another terminal:
  ${commandFor(directory)}

Everything is kept in ${directory}. Ctrl-C stops.`);
}
