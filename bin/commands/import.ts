import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { toInstant } from '../../lib/domain/instant.ts';
import { isRefusal, readEvent } from '../../lib/intake/candidate.ts';
import { candidatesIn, readDropKey, type DroppedFile } from '../../lib/intake/dropped-file.ts';
import type { Refusal } from '../../lib/intake/refusal.ts';
import { TABLE_KINDS } from '../../lib/intake/table-columns.ts';
import { findStage } from '../../lib/local/stage-file.ts';
import type { Files } from '../../lib/store/files.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { rejectionWords } from '../analysis-words.ts';
import { Failure, readArguments, UsageError, type ExitCode } from '../command.ts';
import { tenantOf } from '../settings.ts';
import { stageClients } from '../stage-clients.ts';
import { plainCause, writeWhole } from '../whole-file.ts';

const KINDS = ['events', ...Object.keys(TABLE_KINDS)];

export const usage = `trust import ${KINDS.join('|')} <file> [options]

Checks a file (.jsonl, or .csv for all but events; also gzipped) line by line, and hands it to the local stage's intake.
Refused lines go to stderr and to <file>.rejected.jsonl with line, field, value and reason; good lines are taken, and the
exit code is 2.

  --dry-run        only check
  --tenant <id>    which marketplace (default us)
  --dir <folder>   folder of the local stage, which must be running (default .local)
  --json           the summary as one line of JSON`;

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  tenant: { type: 'string', default: 'us' },
  dir: { type: 'string', default: '.local' },
  json: { type: 'boolean', default: false },
} satisfies Parameters<typeof readArguments>[1];

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [kind, path, ...more] = positionals;
  if (kind === undefined || path === undefined || more.length > 0)
    throw new UsageError(`import requires what and a file: trust import ${KINDS.join('|')} <file>`);
  if (!KINDS.includes(kind))
    throw new UsageError(`import requires one of ${KINDS.join(', ')}, got ${JSON.stringify(kind)}`);
  const key = `in/${values.tenant}/${kind}/${basename(path)}`;
  const file = readDropKey(key);
  if (file === undefined)
    throw new UsageError(
      `${path} cannot be imported as ${kind}; name it .jsonl${kind === 'events' ? '' : ' or .csv'}, in letters, digits, . _ -`,
    );
  if (!values['dry-run']) tenantOf(values.tenant, 'local');
  const body = readWhole(path);
  const checked = await check(file, body);
  report(checked, path);
  const taken = values['dry-run'] ? null : await hand(key, file, body, values.dir);
  const summary = { file: path, lines: checked.lines, refused: checked.refused.length, taken };
  if (values.json) console.log(JSON.stringify(summary));
  else console.log(words(summary));
  return checked.refused.length > 0 || (taken?.refused ?? 0) > 0 ? 2 : 0;
}

function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${plainCause(cause)}`);
  }
}

interface Checked {
  readonly lines: number;
  readonly refused: readonly Refusal[];
}

/** The same gate as the intake's, without its table: what is refused here would be refused there. */
async function check(file: DroppedFile, body: Uint8Array): Promise<Checked> {
  const now = toInstant(Date.now());
  const refused: Refusal[] = [];
  let lines = 0;
  for await (const candidate of candidatesIn(file, body)) {
    lines += 1;
    const read = readEvent(candidate, now);
    if (isRefusal(read)) refused.push(read);
  }
  return { lines, refused };
}

function report({ refused }: Checked, path: string): void {
  if (refused.length === 0) return;
  const rejections = refused.map(({ place, field, value, reason }) => ({
    line: place,
    field,
    value,
    reason,
  }));
  for (const line of rejectionWords({ rejections, rejected: refused.length })) console.error(line);
  writeWhole(`${path}.rejected.jsonl`, rejections.map((each) => `${JSON.stringify(each)}\n`).join(''));
}

const resultSchema = z.object({ accepted: z.number(), refused: z.number(), takenAt: z.string() });
type Result = z.infer<typeof resultSchema>;
const PATIENCE = 120_000; // milliseconds

/** Drops the file into the stage's intake bucket and waits until the intake says what it took. */
async function hand(key: string, { results }: DroppedFile, body: Uint8Array, dir: string): Promise<Result> {
  const stage = await findStage(dir);
  if (stage === undefined)
    throw new Failure(
      `no local stage runs on ${dir}; start it with: npm start, or only check with --dry-run`,
    );
  const bucket = stage.outputs['IntakeBucket'];
  if (bucket === undefined) throw new Failure(`the stage on ${dir} names no IntakeBucket; start it again`);
  const files = s3Files(stageClients(stage).files, bucket);
  const before = await resultOf(files, results);
  await files.put(key, body);
  for (let waited = 0; waited < PATIENCE; waited += 200) {
    const result = await resultOf(files, results);
    if (result !== undefined && result.takenAt !== before?.takenAt) return result;
    await wait(200);
  }
  throw new Failure(`the intake has not answered within ${PATIENCE / 1000} s; its log is in ${dir}`);
}

async function resultOf(files: Files, results: string): Promise<Result | undefined> {
  const stored = await files.get(`${results}.accepted.json`);
  return stored === undefined
    ? undefined
    : resultSchema.parse(JSON.parse(Buffer.from(stored.body).toString('utf8')));
}

function words({
  file,
  lines,
  refused,
  taken,
}: {
  file: string;
  lines: number;
  refused: number;
  taken: Result | null;
}): string {
  const checked = `${file}: ${lines} lines, ${refused} refused${refused === 0 ? '' : `, listed in ${file}.rejected.jsonl`}.`;
  return taken === null
    ? `${checked} Nothing was handed over.`
    : `${checked} The intake accepted ${taken.accepted} and refused ${taken.refused}.`;
}
