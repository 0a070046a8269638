import { createHash } from 'node:crypto';
import type { Invitation } from '../rounds/round.ts';

/** Which invitation asks for the seller's own plan first: drawn by hash, so the same for every attempt at a wave, and
 *  independent of everything about the seller or the recommendation.
 *      u = first 48 bits of SHA-256(waveId \0 recommendationId \0 sellerId) / 2^48,  elicit when u < share
 *  @param share of invitations in the elicitation arm, 0 to 1 */
export function armOf(
  { waveId, recommendationId, sellerId }: { waveId: string; recommendationId: string; sellerId: string },
  share: number,
): Invitation['arm'] {
  const digest = createHash('sha256').update([waveId, recommendationId, sellerId].join('\0')).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48 < share ? 'elicit' : 'show';
}
