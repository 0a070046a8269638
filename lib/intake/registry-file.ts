import type { Instant } from '../domain/instant.ts';
import { processesOf, type Process, type ProcessVersion } from '../rounds/process.ts';
import { openBytes, whole } from '../rounds/rounds-file-bytes.ts';
import type { Rejection } from '../rounds/row.ts';
import { factOf } from '../rounds/to-facts.ts';
import { isRefusal, readEvent, type Candidate } from './candidate.ts';
import { candidatesIn } from './dropped-file.ts';

/** A process registry in a file by itself: CSV, JSON lines, or a JSON array of such lines, also gzipped, with the columns
 *  that `trust import processes` takes. A row a version; several rows of one process say by `changed_at` when each began
 *  to hold.
 *  @param now no version may be from later than this */
export async function readRegistry(
  bytes: Uint8Array,
  now: Instant,
): Promise<{ readonly processes: readonly Process[]; readonly rejections: readonly Rejection[] }> {
  const versions: ProcessVersion[] = [];
  const rejections: Rejection[] = [];
  for await (const candidate of await candidates(bytes)) {
    const read = versionIn(candidate, now);
    if ('reason' in read) rejections.push(read);
    else if (versions.some((each) => isOfOneMoment(each, read)))
      rejections.push(twice(candidate.place, read));
    else versions.push(read);
  }
  return { processes: processesOf(versions), rejections };
}

async function candidates(bytes: Uint8Array): Promise<AsyncIterable<Candidate>> {
  const { start, chunks } = await openBytes(bytes, () => undefined);
  const body = await whole(chunks);
  const format = start[0] === ARRAY || start[0] === OBJECT ? 'jsonl' : 'csv';
  const file = { tenant: 'file', kind: 'processes', results: '', format } as const;
  return candidatesIn(file, start[0] === ARRAY ? linesOf(body) : body);
}

const [ARRAY, OBJECT] = [0x5b, 0x7b]; // [ and {

/** A JSON array as JSON lines; as it stands where it is none, so that the fault is told where it is. */
function linesOf(body: Uint8Array): Uint8Array {
  try {
    const read: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return Array.isArray(read) ? Buffer.from(read.map((each) => JSON.stringify(each)).join('\n')) : body;
  } catch {
    return body;
  }
}

function versionIn(candidate: Candidate, now: Instant): ProcessVersion | Rejection {
  const read = readEvent(candidate, now);
  if (isRefusal(read)) {
    const { place: line, id: _id, ...why } = read;
    return { line, ...why };
  }
  if (read.type === 'process.changed') return { entry: read.data, ...factOf(read, read.time) };
  const reason = 'not about a process; leave it out of this file';
  return { line: candidate.place, field: 'type', value: read.type, reason };
}

const isOfOneMoment = (a: ProcessVersion, b: ProcessVersion) =>
  a.at === b.at && a.entry.process === b.entry.process;

function twice(line: number, { entry, at }: ProcessVersion): Rejection {
  const reason =
    'this process is there twice as of one instant; remove one, or tell them apart by changed_at';
  return { line, field: 'process', value: `${entry.process} ${at}`, reason };
}
