import { createHash } from 'node:crypto';

const LONGEST = 48; // letters of a name that stay

/** File of a segment value's page, whatever its name: lower-case letters, digits and hyphens, so that it is the same on every
 *  file system and in every address. A name that had to be changed keeps itself apart by a digest. */
export function segmentFile(segment: string, value: string): string {
  const plain = `${segment}-${value}`;
  const safe = plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  const digest = createHash('sha256')
    .update(JSON.stringify([segment, value]))
    .digest('hex')
    .slice(0, 10);
  const isPlain = safe === plain && segment !== '' && !value.includes('-'); // or a-b, c would be a, b-c
  return `segments/${isPlain ? safe : `${safe === '' ? 'segment' : safe}-${digest}`}.html`;
}
