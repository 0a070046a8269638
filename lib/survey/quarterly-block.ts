import { createHash } from 'node:crypto';
import type { Quarterly } from '../rounds/quarterly.ts';
import { QUARTERLY, type QuarterlyBlock } from './questionnaire.ts';

const BLOCKS: readonly QuarterlyBlock[] = [
  'ability',
  'benevolence',
  'integrity',
  'distrust',
  'vulnerability',
];

/** The blocks in the order of this link: by SHA-256 of link and block, so that nothing more need be kept to know in which order
 *  she was asked, and no block always comes first. */
export function blockOrder(linkHash: string): readonly QuarterlyBlock[] {
  const rank = (block: string) => createHash('sha256').update(`${linkHash}\0${block}`).digest('hex');
  return BLOCKS.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Where she goes on: the first block, 0 to 4, of which something is not answered yet; undefined when all is. */
export function openBlock({
  linkHash,
  answers,
}: Pick<Quarterly, 'linkHash' | 'answers'>): number | undefined {
  const open = blockOrder(linkHash).findIndex((block) =>
    QUARTERLY[block].some((item) => answers[item] === undefined),
  );
  return open === -1 ? undefined : open;
}

/** The block a page asks for, 1 to 5 as it stands in an address or a form; undefined for anything else. */
export function blockAt(text: string | null | undefined): number | undefined {
  return /^[1-5]$/.test(text ?? '') ? Number(text) - 1 : undefined;
}

export const LAST_BLOCK = BLOCKS.length - 1;
