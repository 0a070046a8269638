/** Every string a seller can meet, one file per language. Text only: the pages put it into markup and escape it.
 *  Dates, numbers and amounts arrive formatted for the reader. */
export interface Words {
  readonly language: string; // BCP 47
  readonly direction: 'ltr' | 'rtl';
  readonly shell: ShellWords;
  readonly plan: PlanWords;
  readonly advice: AdviceWords;
  readonly reply: ReplyWords;
  readonly receipt: ReceiptWords;
  readonly history: HistoryWords;
  readonly stop: StopWords;
  readonly notice: NoticeWords;
  readonly problem: ProblemWords;
}

/** A page that only says something. */
export interface PlainWords {
  readonly title: string;
  readonly text: string;
}

interface ShellWords {
  readonly skip: string;
  readonly forSeller: (maskedName: string) => string;
  readonly stepOf: (step: number, steps: number) => string;
  readonly pages: string; // names the navigation
  readonly history: string;
  readonly stop: string;
  readonly untitled: string; // what a recommendation without a title is about
  readonly errorPrefix: string; // before the title of a page with errors
}

interface PlanWords {
  readonly title: string;
  readonly lead: string;
  readonly label: (unit: string) => string;
  readonly range: RangeWords;
  readonly why: string;
  readonly send: string;
}

interface RangeWords {
  readonly between: (lower: string, upper: string) => string;
  readonly atLeast: (lower: string) => string;
  readonly atMost: (upper: string) => string;
}

interface AdviceWords {
  readonly heading: string;
  readonly ownPlan: string;
  readonly more: (difference: string) => string;
  readonly less: (difference: string) => string;
  readonly same: string;
  readonly reasons: string;
  readonly noReasons: string;
  readonly expires: (when: string) => string;
  readonly expired: (when: string) => string;
}

interface ReplyWords {
  readonly decision: {
    readonly legend: string;
    readonly accept: (amount: string) => string;
    readonly keep: (amount: string) => string;
    readonly keepUnknown: string;
    readonly keepAmount: (unit: string) => string;
    readonly adjust: string;
    readonly adjustAmount: (unit: string) => string;
  };
  readonly trust: {
    readonly legend: string;
    readonly points: readonly [string, string, string, string, string, string, string]; // 1 to 7
    readonly cannotSay: string;
  };
  readonly reason: {
    readonly legend: string;
    readonly optional: string;
    readonly choices: Readonly<Record<ReasonId, string>>;
  };
  readonly honeypot: string;
  readonly send: string;
  readonly change: string;
}

/** The main reason, one for each process a marketplace can invest in, and one for everything else. */
export const REASONS = ['reasons', 'excess-inventory', 'policy', 'channels', 'feedback', 'other'] as const;
export type ReasonId = (typeof REASONS)[number];

interface ReceiptWords {
  readonly title: string;
  readonly recorded: (when: string) => string;
  readonly already: PlainWords;
  readonly full: PlainWords;
  readonly answer: string; // heading of the summary
  readonly recommended: string;
  readonly chosen: string;
  readonly trust: string;
  readonly reason: string;
  readonly noReason: string;
  readonly changeUntil: (when: string) => string;
  readonly change: string;
}

interface HistoryWords {
  readonly title: string;
  readonly empty: PlainWords;
  /** Counts add up to `judged`: the rounds of which the seller's own plan is known. */
  readonly summary: (counts: {
    readonly judged: number;
    readonly recommendation: number;
    readonly plan: number;
    readonly equal: number;
  }) => string;
  readonly unjudged: (rounds: number) => string;
  readonly average: (recommendation: string, plan: string) => string;
  readonly latest: (rounds: number) => string;
  readonly caption: string;
  readonly columns: {
    readonly about: string;
    readonly plan: string;
    readonly recommended: string;
    readonly chosen: string;
    readonly outcome: string;
    readonly closer: string;
  };
  readonly unknown: string;
  readonly closer: { readonly recommendation: string; readonly plan: string; readonly equal: string };
  readonly back: string;
}

interface StopWords {
  readonly ask: PlainWords & { readonly button: string; readonly keep: string };
  readonly done: PlainWords;
}

interface NoticeWords {
  readonly heading: string;
  readonly who: string;
  readonly confidential: string;
  readonly until: (when: string) => string;
}

export interface ProblemWords {
  readonly summary: string;
  readonly numberMissing: string;
  readonly numberUnreadable: (text: string, example: string) => string;
  readonly numberOutside: (range: string) => string;
  readonly decisionMissing: string;
  readonly trustMissing: string;
  readonly stale: string;
  readonly badLink: PlainWords;
  readonly notFound: PlainWords;
  readonly closed: { readonly title: string; readonly answered: string; readonly unanswered: string };
  readonly tooLarge: PlainWords;
  readonly method: PlainWords;
  readonly trouble: PlainWords;
}
