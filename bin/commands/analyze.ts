import { createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseInstant, toInstant, type Instant } from '../../lib/domain/instant.ts';
import { nearest } from '../../lib/domain/nearest.ts';
import { comparisonWords } from '../../lib/report/comparison/comparison-words.ts';
import { readRounds, type RoundsFile } from '../../lib/rounds/rounds-file.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { ROWS_AT_ONCE } from '../../lib/trust/spread/rows-at-once.ts';
import { analyse, fitFile } from '../analysis-files.ts';
import { analysisWords, rejectionWords } from '../analysis-words.ts';
import {
  Failure,
  readArguments,
  readNumberOption,
  readWordOption,
  UsageError,
  type ExitCode,
} from '../command.ts';
import { readProcesses, underRegistry } from '../processes-option.ts';
import { readSince, sinceOf } from '../since-option.ts';
import { Progress } from '../progress.ts';
import { readSplit, splitOf } from '../workers-option.ts';
import { plainCause, writeWhole } from '../whole-file.ts';

export const usage = `trust analyze <rounds-file> --out <dir> [options]

The whole analysis of a rounds file (CSV, JSONL or Parquet, also gzipped). Writes into <dir>: report.html, estimates.json,
and every table as CSV and Parquet (sellers.csv, evolution.csv, ...) with README.md, codebook and methods.json. Rows that
cannot be read are listed on stderr with line, field, value, reason and fix; the rest is analysed, and the exit code is 2.

  --scale log|level       the scale of gaps (by default chosen from the data, and printed)
  --min-gap G             smallest |recommended - own plan| that counts, on the scale
  --reference-gap G0      the gap at which trust is quoted, on the scale
  --estimator auto|kf|qd|qd-adf  auto (default) takes qd-adf where accept and keep are common
  --direction R=up|down   where the marketplace gains, by recommender; may be given for each
  --processes F           the process registry (CSV or JSON, as for trust import processes; docs/processes.md)
  --budget B              money for processes in a quarter: a portfolio is chosen within it
  --segments A,B          segments with pages of their own in the report, such as size,region (none)
  --as-of T               the instant the data are of (default: now), not before the last round; the same T gives the same bytes
  --since E               estimates.json of an earlier analysis of the same market: what changed since its --as-of
  --seed N                whole number (1)
  --rows-at-once N        rounds up to which everything is fitted to all of them (500000); above, theories and checks rest on
                          a sample of so many, trust on all: less memory and time (docs/rounds-file.md)
  --workers N             threads that go over the sellers (by default the cores, at most 4; 1 for few rounds); no digit changes
  --shards S              ranges into which sellers are split for that, 1 to 1024 (by default some 25000 rounds each)
  --paths                 writes paths.csv too: every seller's trust at every decision, as known then and in hindsight
  --json                  the summary as one line of JSON`;

const OPTIONS = {
  out: { type: 'string' },
  scale: { type: 'string', default: 'auto' },
  'min-gap': { type: 'string' },
  'reference-gap': { type: 'string' },
  estimator: { type: 'string', default: 'auto' },
  direction: { type: 'string', multiple: true, default: [] },
  processes: { type: 'string' },
  budget: { type: 'string' },
  segments: { type: 'string' },
  'as-of': { type: 'string' },
  since: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'rows-at-once': { type: 'string', default: String(ROWS_AT_ONCE) },
  workers: { type: 'string' },
  shards: { type: 'string' },
  paths: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} satisfies Parameters<typeof readArguments>[1];

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [path, ...more] = positionals;
  if (path === undefined)
    throw new UsageError('a rounds file is missing: trust analyze rounds.csv --out out/');
  if (more.length > 0) throw new UsageError(`analyze takes one rounds file, got ${positionals.length}`);
  if (values.out === undefined)
    throw new UsageError('--out is missing; name the folder to write into, such as --out out/');
  const named = await readSettings(values);
  const before = readSince(values.since, named.asOf);
  const settings = before ? { ...named, since: sinceOf(before) } : named;
  makeFolder(values.out);
  const rowsAtOnce = readNumberOption('rows-at-once', values['rows-at-once'], { whole: true, least: 1 });
  const asked = readSplit(values);
  const progress = new Progress(values.json ? null : process.stderr);
  const read = await readFile(path, progress);
  const file = { ...read, rows: underRegistry(read.rows, settings.processes) };
  checkDirections(settings.directions, file);
  checkSegments(settings.segments ?? [], file);
  if (values['as-of'] !== undefined) checkCut(settings.asOf, file.rows);
  if (values.paths && file.rows.length > rowsAtOnce) throw tooManyPaths(file.rows.length, rowsAtOnce);
  if (file.rows.length >= LONG_WORK) progress.stage(`${file.rows.length} rows read; estimating`);
  const name = basename(path);
  const entry = new URL(`../sellers-worker${extname(import.meta.url)}`, import.meta.url);
  const split = splitOf(asked, file.rows.length, entry);
  const fitted = await fitFile(file.rows, settings, rowsAtOnce, progress, split);
  if (file.rows.length >= LONG_WORK) progress.stage('writing');
  const about = { name, paths: values.paths, before };
  const { estimates, comparison, files } = analyse(file, fitted, settings, about);
  const written = files.map(([its, text]) => {
    const place = join(values.out ?? '', its);
    writeWhole(place, text);
    return place;
  });
  progress.done();
  if (values.json) console.log(JSON.stringify({ ...summary(estimates, written), since: estimates.since }));
  else {
    console.log(analysisWords(estimates, settings, written).join('\n'));
    if (comparison) console.log(['', ...comparisonWords(comparison)].join('\n'));
  }
  return file.rejected > 0 ? 2 : 0;
}

const LONG_WORK = 50_000; // rows: from here on it takes long enough to say so

type Values = ReturnType<typeof readArguments<typeof OPTIONS>>['values'];

async function readSettings(values: Values): Promise<AnalysisSettings> {
  const asOf = values['as-of'] === undefined ? toInstant(Date.now()) : readAsOf(values['as-of']);
  const gap = (name: 'min-gap' | 'reference-gap') => {
    const text = values[name];
    return text === undefined ? null : readNumberOption(name, text, { least: Number.MIN_VALUE });
  };
  return {
    scale: readWordOption('scale', values.scale, ['auto', 'log', 'level']),
    minGap: gap('min-gap'),
    referenceGap: gap('reference-gap'),
    estimator: readWordOption('estimator', values.estimator, ['auto', 'kf', 'qd', 'qd-adf']),
    directions: Object.fromEntries(values.direction.map(readDirection)),
    ...(values.budget !== undefined && {
      budget: readNumberOption('budget', values.budget, { least: Number.MIN_VALUE }),
    }),
    ...(values.segments !== undefined && { segments: values.segments.split(',') }),
    seed: readNumberOption('seed', values.seed, { whole: true }),
    asOf,
    codeVersion: codeVersion(),
    processes: await readProcesses(values.processes, asOf),
  };
}

function readDirection(text: string): readonly [string, 'up' | 'down'] {
  const [, recommender = '', direction = ''] = /^(.+)=(up|down)$/.exec(text) ?? [];
  if (direction === 'up' || direction === 'down') return [recommender, direction];
  throw new UsageError(
    `--direction requires recommender=up or recommender=down, got ${JSON.stringify(text)}`,
  );
}

function readAsOf(text: string): Instant {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new UsageError(
    `--as-of requires an RFC 3339 instant such as 2026-11-22T09:00:00Z, got ${JSON.stringify(text)}`,
  );
}

function codeVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new Failure(`cannot write into ${path}: ${plainCause(cause)}`);
  }
}

/** The page says that its data are until then: a round asked later would make that untrue.
 *  @throws UsageError naming the last round */
function checkCut(asOf: Instant, rows: readonly RoundRow[]): void {
  const later = rows.flatMap(({ askedAt }) => (askedAt !== null && askedAt > asOf ? [askedAt] : []));
  const last = later.toSorted().at(-1);
  if (last === undefined) return;
  const fix = 'leave those out of the file, or name an instant after them';
  throw new UsageError(`--as-of ${asOf} is before ${later.length} rounds, the last asked at ${last}; ${fix}`);
}

/** The file's rounds; what was refused goes to stderr at once.
 *  @throws UsageError when it cannot be read or holds no rounds */
async function readFile(path: string, progress: Progress): Promise<RoundsFile> {
  const bytes = counted(createReadStream(path), (read) => {
    if (read >= LONG_FILE) progress.at(`reading: ${(read / MB).toFixed(0)} MB`);
  });
  const file = await readRounds({ name: path, bytes }).catch((cause: unknown) => {
    throw new UsageError(`cannot read ${path}: ${plainCause(cause)}`);
  });
  progress.done();
  for (const line of rejectionWords(file)) console.error(line);
  if (file.rows.length === 0)
    throw new UsageError(`${path} holds no rounds that could be read; nothing was written`);
  return file;
}

const MB = 1e6;
const LONG_FILE = 5 * MB;

/** Chunks as they come, and how many bytes they are together. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  see: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of chunks) {
    see((read += chunk.length));
    yield chunk;
  }
}

function tooManyPaths(rows: number, rowsAtOnce: number): UsageError {
  const fix = `leave it out, or give --rows-at-once ${rows} where memory allows`;
  return new UsageError(`--paths is for files of up to ${rowsAtOnce} rounds, this one has ${rows}; ${fix}`);
}

/** A direction for a recommender that is not there is a typing error that would change the verdict. */
function checkDirections(directions: AnalysisSettings['directions'], file: RoundsFile): void {
  const names = [...new Set(file.rows.map(({ recommender }) => recommender))];
  for (const name of Object.keys(directions)) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    throw new UsageError(
      `--direction ${name}: the file has no such recommender; ${meant === undefined ? `it has ${names.slice(0, 10).join(', ')}` : `did you mean ${meant}?`}`,
    );
  }
}

/** A segment that no seller has is a typing error too. */
function checkSegments(names: readonly string[], file: RoundsFile): void {
  const known = [...new Set(file.rows.flatMap(({ segments }) => Object.keys(segments)))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `--segments ${unknown}: ${known.length === 0 ? 'the file has no segment' : `the file has no such segment; it has ${known.slice(0, 10).join(', ')}`}`,
  );
}

function summary({ input, dynamics, verdict, trust, health }: Estimates, files: readonly string[]) {
  const all = dynamics.find(({ segment }) => segment === 'all');
  return {
    input,
    scale: all?.scale ?? null,
    minGap: all?.minGap ?? null,
    trust: trust.overall,
    verdict,
    health,
    files,
  };
}
