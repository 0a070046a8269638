import type { Count } from './plural.ts';

/** What the ledger says besides the seller's own rounds: other sellers, messages, what the marketplace did. */
export interface LedgerWords {
  readonly kinds: string; // names the ways to what other recommenders recommended
  readonly like: LikeWords;
  readonly message: MessageWords;
  readonly notes: string; // heading of what the marketplace did about what sellers said
}

/** Of how many sellers it is known, and for how many of them the recommendations or their own plans were closer more often. */
export interface SellerCounts {
  readonly sellers: Count;
  readonly recommendation: Count;
  readonly plan: Count;
}

interface LikeWords {
  readonly group: string; // heading, for sellers like her
  readonly all: string; // heading, for all sellers
  readonly verdict: {
    readonly recommendation: (counts: SellerCounts) => string;
    readonly plan: (counts: SellerCounts) => string;
    readonly alike: (counts: SellerCounts) => string;
    readonly early: (counts: SellerCounts) => string;
  };
}

interface MessageWords {
  readonly row: string; // what can be done about a row
  readonly write: string; // about the recommendation that is asked about
  readonly title: string;
  readonly who: (marketplace: string) => string; // reads it
  readonly label: string;
  readonly atMost: (characters: string) => string;
  readonly send: string;
  readonly sent: string;
  readonly missing: string;
  readonly full: (most: string) => string;
  readonly heading: string; // of the messages she wrote
  readonly wrote: (day: string) => string;
  readonly answered: (marketplace: string, day: string) => string;
  readonly waiting: string;
  readonly back: string; // to the ledger
}
