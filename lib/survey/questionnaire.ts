/** What sellers are asked, as data: our own questions, free for anyone to use (CC0). An item is named with its version, and
 *  a published version never changes: other words, labels, order or scale, in whichever language, are a new version beside
 *  the old one. The wording stands in words/<language>-items.ts; test/survey/published-wording.json holds its digests. */
export const MICRO = {
  plan: 'own-plan@1',
  decision: 'decision@1',
  trust: 'trust@1',
  reason: 'main-reason@1',
} as const;

/** The quarterly questionnaire: blocks come in an order of the seller's own, the two items of a block as they stand. */
export const QUARTERLY = {
  ability: ['ability-knows-business@1', 'ability-right@1'],
  benevolence: ['benevolence-interests@1', 'benevolence-conflict@1'],
  integrity: ['integrity-promises@1', 'integrity-reasons@1'],
  distrust: ['distrust-motives@1', 'distrust-guard@1'],
  vulnerability: ['vulnerability-unchecked@1', 'vulnerability-delegate@1'],
} as const;

export type QuarterlyBlock = keyof typeof QUARTERLY;
export type QuarterlyItem = (typeof QUARTERLY)[QuarterlyBlock][number];
export type MicroItem = (typeof MICRO)[keyof typeof MICRO];

/** Who sees an answer, what for and until when, how to see and erase what is stored: its version is kept with every answer
 *  too. */
export const NOTICE = 'notice@2';

/** The main reason, one for each process a marketplace can invest in, and one for everything else. */
export const REASONS = ['reasons', 'excess-inventory', 'policy', 'channels', 'feedback', 'other'] as const;
export type ReasonId = (typeof REASONS)[number];
