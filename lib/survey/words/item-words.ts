import type { NOTICE, QuarterlyItem, ReasonId } from '../questionnaire.ts';

/** The wording of every published version of every item, so that a missing translation does not compile. */
export interface ItemWords extends Readonly<Record<QuarterlyItem, RatedWords>> {
  readonly 'own-plan@1': OwnPlanWords;
  readonly 'decision@1': DecisionWords;
  readonly 'trust@1': RatedWords;
  readonly 'main-reason@1': { readonly legend: string; readonly choices: Readonly<Record<ReasonId, string>> };
  readonly 'notice@1': NoticeWords;
  readonly [NOTICE]: NoticeWords & { readonly yours: (marketplace: string) => string };
}

/** A question with seven labelled points, 1 to 7, and a way not to answer. */
export interface RatedWords {
  readonly legend: string;
  readonly points: Points;
  readonly cannotSay: string;
}
export type Points = readonly [string, string, string, string, string, string, string];

interface OwnPlanWords {
  readonly title: string;
  readonly lead: string;
  readonly label: (unit: string) => string; // '' where the value has no unit
}

interface DecisionWords {
  readonly legend: string;
  readonly accept: (amount: string) => string;
  readonly keep: (amount: string) => string;
  readonly keepUnknown: string;
  readonly keepAmount: (unit: string) => string;
  readonly adjust: string;
  readonly adjustAmount: (unit: string) => string;
}

export interface NoticeWords {
  readonly heading: string;
  readonly who: string;
  readonly confidential: string;
  readonly until: (when: string) => string;
}
