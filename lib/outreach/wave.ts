import type { Instant } from '../domain/instant.ts';

/** What a wave asks: about one open recommendation each, or the quarterly questionnaire. */
export const QUESTIONNAIRES = ['recommendation', 'quarterly'] as const;
export type Questionnaire = (typeof QUESTIONNAIRES)[number];

/** One asking of many sellers. Name and instant are the same for every attempt at it. */
export interface Wave {
  readonly waveId: string;
  readonly now: Instant;
  readonly questionnaire: Questionnaire;
}

/** A wave is named by the instant it was scheduled for; waves of two kinds may have one instant. */
export function waveOf(questionnaire: Questionnaire, scheduledAt: Instant): Wave {
  const waveId = questionnaire === 'recommendation' ? scheduledAt : `${questionnaire}-${scheduledAt}`;
  return { waveId, now: scheduledAt, questionnaire };
}
