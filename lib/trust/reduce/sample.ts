import { createHash } from 'node:crypto';
import { shareOf } from '../kalman/part.ts';

/** Whether a seller is in the sample from which a fit of so many sequences starts: by her id alone, so that every shard knows it
 *  of its own sellers. About a tenth, 1,000 to 4,000 sequences; everybody of up to 2,000. */
export function isSampled(sellerId: string, sequences: number): boolean {
  return createHash('sha256').update(sellerId).digest().readUInt32BE(24) < shareOf(sequences) * 2 ** 32;
}
