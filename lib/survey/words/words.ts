import { LANGUAGES, type Language } from '../../language/locale.ts';
import type { ItemWords } from './item-words.ts';
import type { LedgerWords } from './ledger-words.ts';
import type { Count } from './plural.ts';

export { LANGUAGES, type Language };

/** Every string a seller can meet, for each language one file, one for the items that are asked and one for the ledger.
 *  Text only: the pages put it into markup and escape it. Dates, numbers and amounts arrive formatted for the reader. */
export interface Words {
  readonly language: Language;
  readonly name: string; // of the language, in itself
  readonly direction: 'ltr' | 'rtl';
  readonly items: ItemWords;
  readonly shell: ShellWords;
  readonly plan: PlanWords;
  readonly advice: AdviceWords;
  readonly reply: ReplyWords;
  readonly receipt: ReceiptWords;
  readonly history: HistoryWords;
  readonly ledger: LedgerWords;
  readonly stop: StopWords;
  readonly quarterly: QuarterlyWords;
  readonly problem: ProblemWords;
}

/** A page that only says something. */
export interface PlainWords {
  readonly title: string;
  readonly text: string;
}

interface ShellWords {
  readonly skip: string;
  readonly language: string; // names the switch, before the language's own name
  readonly forSeller: (maskedName: string) => string;
  readonly notYou: PlainWords;
  readonly stepOf: (step: string, steps: string) => string;
  readonly pages: string; // names the navigation
  readonly history: string;
  readonly stop: string;
  readonly untitled: string; // what a recommendation without a title is about
  readonly errorPrefix: string; // before the title of a page with errors
  readonly optional: string;
  readonly honeypot: string;
}

interface PlanWords {
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
  readonly ownPlan: (amount: string) => string;
  /** Another plan had been recorded before the one that was just sent. */
  readonly planStands: (amount: string) => string;
  readonly more: (difference: string) => string;
  readonly less: (difference: string) => string;
  readonly same: string;
  readonly reasons: string;
  /** The same whether there are none or an experiment keeps them from her: she must not be able to tell. */
  readonly noReasons: string;
  readonly why: WhyWords;
  readonly expires: (when: string) => string;
  readonly expired: (when: string) => string;
}

interface WhyWords {
  readonly range: (low: string, high: string) => string;
  readonly risk: string; // heading of the next two
  readonly tooHigh: string;
  readonly tooLow: string;
  readonly unsaid: string; // where only one of the two is known
  readonly promise: string;
  readonly until: (when: string) => string;
  readonly over: (when: string) => string;
}

interface ReplyWords {
  readonly send: string;
  readonly change: string;
}

interface ReceiptWords {
  readonly title: string;
  readonly recorded: (when: string) => string;
  readonly already: PlainWords;
  readonly full: PlainWords;
  readonly answer: string; // heading of the summary
  readonly why: string; // heading of the reasons
  readonly recommended: string;
  readonly ownPlan: string;
  readonly chosen: string;
  readonly trust: string;
  readonly reason: string;
  readonly noReason: string;
  readonly changeUntil: (when: string) => string;
  readonly change: string;
}

/** Rounds of which her own plan is known: in how many the recommendation, her plan or neither was closer. */
export interface Counts {
  readonly judged: Count;
  readonly recommendation: Count;
  readonly plan: Count;
}

interface HistoryWords {
  readonly title: string;
  readonly empty: PlainWords;
  /** The one round there is. */
  readonly only: { readonly recommendation: string; readonly plan: string; readonly equal: string };
  readonly allEqual: (judged: Count) => string;
  /** What can be said of several: which was better, or about as often, or too early to tell. */
  readonly verdict: {
    readonly recommendation: (counts: Counts) => string;
    readonly plan: (counts: Counts) => string;
    readonly alike: (counts: Counts) => string;
    readonly early: (counts: Counts) => string;
  };
  readonly ties: (equal: Count) => string;
  readonly unjudged: (rounds: Count) => string;
  readonly average: (recommendation: string, plan: string) => string;
  readonly latest: (rounds: Count) => string;
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

interface QuarterlyWords {
  readonly title: string;
  readonly lead: string;
  readonly next: string;
  readonly send: string;
  readonly back: string;
  readonly done: PlainWords;
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
