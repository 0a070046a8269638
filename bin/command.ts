import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../lib/domain/nearest.ts';

/** 0 done, 1 failed, 2 wrong usage or bad input. */
export type ExitCode = 0 | 1 | 2;

/** What every file in bin/commands exports. */
export interface Command {
  /** The help text: first line `trust <name> …`, then what it does and its options. */
  readonly usage: string;
  /** Does it. `args` are the words after the command's name. Results to stdout, progress and faults to stderr. */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Wrong usage or bad input: one plain sentence for stderr, exit code 2. */
export class UsageError extends Error {}

/** The world did not let it: one plain sentence for stderr, exit code 1. */
export class Failure extends Error {}

/** Strict option parsing: node:util parseArgs, with its faults as plain sentences that name the nearest option.
 *  @throws UsageError */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: withNegativeValues(args), options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(plainFault(cause, args, Object.keys(options)));
  }
}

/** `--bias -0.2` as `--bias=-0.2`: parseArgs takes a word that begins with - for an option. */
function withNegativeValues(args: readonly string[]): string[] {
  const words: string[] = [];
  for (const arg of args) {
    const option = words.at(-1);
    if (/^-\.?\d/.test(arg) && option?.startsWith('--') === true && !option.includes('='))
      words.push(`${words.pop()}=${arg}`);
    else words.push(arg);
  }
  return words;
}

function plainFault(cause: unknown, args: readonly string[], known: readonly string[]): string {
  const unknown = args.map((arg) => arg.split('=')[0] ?? '').find((arg) => isUnknown(arg, known));
  if (unknown !== undefined) {
    const meant = nearest(unknown.slice(2), known);
    return `${unknown} is not an option; ${meant === undefined ? `options are ${known.map((name) => `--${name}`).join(', ')}` : `did you mean --${meant}?`}`;
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return (
    message.split('\n')[0]?.replace(/^Option '(.*?)' argument missing$/, '$1 requires a value') ?? message
  );
}

const isUnknown = (arg: string, known: readonly string[]) =>
  arg.startsWith('--') && arg.length > 2 && !known.includes(arg.slice(2));

/** A number given as an option, within limits.
 *  @throws UsageError naming the option */
export function readNumberOption(
  name: string,
  text: string,
  {
    least = -Infinity,
    most = Infinity,
    whole = false,
  }: { least?: number; most?: number; whole?: boolean } = {},
): number {
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most && (!whole || Number.isSafeInteger(number))) return number;
  const kind = whole ? 'a whole number' : 'a number';
  const range = rangeWords(least, most);
  throw new UsageError(`--${name} requires ${kind}${range}, got ${JSON.stringify(text)}`);
}

function rangeWords(least: number, most: number): string {
  if (least === -Infinity) return '';
  if (least === Number.MIN_VALUE) return ' above 0';
  return most === Infinity ? ` of at least ${least}` : ` from ${least} to ${most}`;
}

/** One of a list of words given as an option.
 *  @throws UsageError naming the option and the words */
export function readWordOption<Word extends string>(
  name: string,
  text: string,
  words: readonly Word[],
): Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new UsageError(`--${name} requires one of ${words.join(', ')}, got ${JSON.stringify(text)}`);
}
