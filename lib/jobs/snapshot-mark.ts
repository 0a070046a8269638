import * as z from 'zod/mini';
import type { Files } from '../store/files.ts';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hex'));
const content = { sha256, sellers: z.int() };

/** `<snapshot>.erased.json`: what a snapshot holds since sellers were erased from it. `before` is what it held until then:
 *  written first, so that an interrupted rewriting that is begun again counts nobody twice. */
const markSchema = z.strictObject({
  schema: z.literal('seller-trust/erased@1'),
  ...content, // SHA-256 of the text as rewritten, and how many sellers it has lost in all
  before: z.strictObject(content),
});

/** @returns undefined for a snapshot that never lost anybody */
export async function readMark(files: Pick<Files, 'get'>, snapshotKey: string) {
  const stored = await files.get(markKey(snapshotKey));
  return (
    stored && { ...markSchema.parse(JSON.parse(new TextDecoder().decode(stored.body))), etag: stored.etag }
  );
}

/** Says that a snapshot is about to be rewritten.
 *  @param from SHA-256 of its text as it stands
 *  @param to the same of the text without the sellers that go
 *  @param sellers how many go now */
export async function putMark(
  files: Pick<Files, 'get' | 'swap'>,
  snapshotKey: string,
  { from, to, sellers }: { readonly from: string; readonly to: string; readonly sellers: number },
): Promise<'swapped' | 'changed'> {
  const mark = await readMark(files, snapshotKey);
  const lost = [mark, mark?.before].find((each) => each?.sha256 === from)?.sellers ?? mark?.sellers ?? 0;
  const next = {
    schema: 'seller-trust/erased@1',
    sha256: to,
    sellers: lost + sellers,
    before: { sha256: from, sellers: lost },
  };
  return files.swap(markKey(snapshotKey), `${JSON.stringify(next)}\n`, mark?.etag);
}

const MARK = '.erased.json';
const markKey = (snapshotKey: string): string => `${snapshotKey}${MARK}`;

/** Whether a key is that of a snapshot's mark. */
export const isMark = (key: string): boolean => key.endsWith(MARK);
