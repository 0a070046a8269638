import type { Invitation } from './round.ts';

/** Reasons, and reasons as data, are what an experiment of kind `reasons` may keep from a seller. */
export const REASONS_WITHHELD = 'reasons';

/** Whether page, receipt and mail may give reasons to whoever has this invitation. */
export function showsReasons({ withheld = [] }: Pick<Invitation, 'withheld'>): boolean {
  return !withheld.includes(REASONS_WITHHELD);
}
