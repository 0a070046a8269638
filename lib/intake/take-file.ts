import type { Files } from '../store/files.ts';
import { candidatesIn, type DroppedFile } from './dropped-file.ts';
import { intake, type IntakeParts, type Taken } from './intake.ts';

/** The largest file that is read whole, bytes. */
export const LARGEST_FILE = 200 * 1024 * 1024;

/** Takes a dropped file and writes beside it, under `out/`, what was refused and then, last, how much was accepted: when
 *  that file is there, the dropped one is done. Taking a file again gives the same table.
 *  @param size bytes, as announced
 *  @throws RangeError when the file is not there */
export async function takeFile(
  file: DroppedFile,
  { key, size }: { readonly key: string; readonly size: number },
  { files, ...parts }: IntakeParts & { readonly files: Pick<Files, 'get' | 'put'> },
): Promise<Taken> {
  const taken = size > LARGEST_FILE ? tooLarge(size) : await take(file, key, files, parts);
  const rejected = taken.refused.map(({ place, ...why }) => `${JSON.stringify({ line: place, ...why })}\n`);
  await files.put(`${file.results}.rejected.jsonl`, rejected.join(''));
  const counts = { accepted: taken.accepted, refused: taken.refused.length, erased: taken.erased };
  await files.put(
    `${file.results}.accepted.json`,
    `${JSON.stringify({ file: key, takenAt: parts.now, ...counts })}\n`,
  );
  return taken;
}

async function take(file: DroppedFile, key: string, files: Pick<Files, 'get'>, parts: IntakeParts) {
  const stored = await files.get(key);
  if (stored === undefined) throw new RangeError(`takeFile requires ${key}, which does not exist`);
  return intake(candidatesIn(file, stored.body), file.tenant, parts);
}

function tooLarge(size: number): Taken {
  const reason = `a file of ${size} bytes; split it into files of at most ${LARGEST_FILE}`;
  return {
    accepted: 0,
    erased: 0,
    refused: [{ place: 1, id: null, field: 'file', value: String(size), reason }],
  };
}
