import type { Instant } from '../domain/instant.ts';
import type { Asked, Invitation } from './round.ts';

/** A quarterly questionnaire to one seller: the question of a wave, and what she has answered of it so far. */
export interface Quarterly extends Pick<
  Invitation,
  'waveId' | 'linkHash' | 'issueNo' | 'invitedAt' | 'closesAt' | 'sentAt' | 'deliveredAt'
> {
  readonly tenant: string;
  readonly sellerId: string;
  /** By item and version; the last answer counts. */
  readonly answers: Readonly<Record<string, QuarterlyAnswer>>;
}

export interface QuarterlyAnswer extends Asked {
  readonly at: Instant;
  readonly rating: number | null; // 1 to 7; null: can't say, or left out
  readonly leftOut?: true;
}
