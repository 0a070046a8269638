import type { Files } from '../../store/files.ts';
import { readMark } from '../snapshot-mark.ts';

/** Whether a file holds what its name says, or what erasures have left of it. */
export async function isOrWasLeft(
  files: Pick<Files, 'get'>,
  key: string,
  { named, found }: { readonly named: string; readonly found: string },
): Promise<boolean> {
  if (named === found) return true;
  const mark = await readMark(files, key);
  return mark !== undefined && [mark.sha256, mark.before.sha256].includes(found);
}
