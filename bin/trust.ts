import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { nearest } from '../lib/domain/nearest.ts';
import { Failure, UsageError, type Command, type ExitCode } from './command.ts';

/** The command line. One file a command, loaded when it is called: `start` does not pay for `analyze`. */
const COMMANDS = {
  start: {
    summary: 'the local stage: the synthesised stack on this machine, with a simulated marketplace',
    load: () => load('start'),
  },
  analyze: {
    summary: 'the whole analysis of a rounds file: report and estimates',
    load: () => load('analyze'),
  },
  simulate: { summary: 'a rounds file with planted truth', load: () => load('simulate') },
  plan: { summary: 'sample size, weeks and cost before asking anybody', load: () => load('plan') },
  import: {
    summary: 'check a file of events or rounds and hand it to the local stage',
    load: () => load('import'),
  },
  run: { summary: 'run start: the analysis now, on the local stage', load: () => load('run') },
  invite: {
    summary: 'waves: invite start, whom a wave would ask, how far each came',
    load: () => load('invite'),
  },
  links: { summary: 'open survey links of the local stage', load: () => load('links') },
  messages: {
    summary: 'what sellers wrote about recommendations: ls, answer',
    load: () => load('messages'),
  },
  report: {
    summary: 'published reports: list, open, diff, verify',
    load: () => load('report'),
  },
  dlq: { summary: 'what the intake and schedules set aside: ls, redrive', load: () => load('dlq') },
  keys: { summary: 'keys of survey links: ls, rotate', load: () => load('keys') },
  teardown: { summary: 'what destroying a stage leaves, and how to delete it', load: () => load('teardown') },
  cost: { summary: 'what a month costs at list prices, and what gives way first', load: () => load('cost') },
  doctor: { summary: 'what a stage needs, and what to do about what is wrong', load: () => load('doctor') },
  restore: {
    summary: 'restore drill: a copy restored, replayed and compared; restore replay',
    load: () => load('restore'),
  },
  seller: { summary: 'show, export or erase what is held about a seller', load: () => load('seller') },
} as const satisfies Record<string, { summary: string; load: () => Promise<Command> }>;

/** From the repository the source, from the package what it was bundled to. */
async function load(name: string): Promise<Command> {
  const file = new URL(`./commands/${name}${extname(import.meta.url)}`, import.meta.url);
  if (!existsSync(file)) throw new UsageError(`${name} ${NEEDS_REPOSITORY} ${name}`);
  const module: unknown = await import(file.href);
  if (isCommand(module)) return module;
  throw new RangeError(`bin/commands/${name}.ts requires the exports usage and run`);
}

const NEEDS_REPOSITORY =
  'needs the repository, its settings and its stacks: in a clone run npm ci, then npm run -s trust --';

function isCommand(module: unknown): module is Command {
  return typeof module === 'object' && module !== null && 'usage' in module && 'run' in module;
}

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return [
    'trust <command> [options]',
    '',
    ...lines,
    '',
    'trust <command> --help   options of one command',
    'trust --version          the version',
    '',
    'Every command takes --json. Exit code 0: done, 1: failed, 2: wrong usage or bad input.',
  ].join('\n');
}

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError(`a command is missing\n\n${usage()}`);
  if (name === '--help' || name === '-h' || name === 'help') return print(usage());
  if (name === '--version' || name === '-v') return print(version());
  if (!isName(name)) throw new UsageError(`${JSON.stringify(name)} is not a command${meant(name)}`);
  const command = await COMMANDS[name].load();
  if (rest.includes('--help') || rest.includes('-h')) return print(command.usage);
  return await command.run(rest);
}

const isName = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name);

function meant(name: string): string {
  const candidate = nearest(name, Object.keys(COMMANDS));
  return candidate === undefined
    ? '; trust --help lists them'
    : `; did you mean ${candidate}? trust --help lists all`;
}

function print(text: string): ExitCode {
  console.log(text);
  return 0;
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}

/** One sentence on stderr, with --json also one line on stdout; never a stack, unless asked for. */
function fault(cause: unknown): ExitCode {
  const error = cause instanceof Error ? cause.message : String(cause);
  const exitCode = cause instanceof UsageError ? 2 : 1;
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error, exitCode }));
  console.error(`trust: ${error}`);
  const expected = cause instanceof UsageError || cause instanceof Failure;
  if (process.env['TRUST_DEBUG'] !== undefined) console.error(cause);
  else if (!expected) console.error(`${whoseFault(cause)} TRUST_DEBUG=1 shows where.`);
  return exitCode;
}

/** AWS and the operating system name what they refuse by a code of theirs. */
const whoseFault = (cause: unknown): string =>
  cause instanceof Error && ('$metadata' in cause || /^E[A-Z]+$/.test(String(Reflect.get(cause, 'code'))))
    ? `That is the answer of AWS, the local stage or the operating system (${cause.name}).`
    : 'This is a fault in the program.';

// a reader that stops early (`| head`) is not a fault
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2)).catch(fault);
