import type { Instant } from '../domain/instant.ts';
import type { Exposure } from './exposure.ts';
import type { Response } from './row.ts';

/** Every fact of a round says when it happened (`at`), which event told us (`id`) and when we heard (`ingestedAt`).
 *  Of two reports of one fact the later (at, id) stays, in whatever order they arrive. */
export interface Fact {
  readonly at: Instant;
  readonly id: string;
  readonly ingestedAt: Instant;
}

export interface Recommendation extends Fact {
  readonly recommender: string;
  readonly value: number;
  readonly unit: string;
  readonly lowerBound?: number;
  readonly upperBound?: number;
  readonly title?: string; // what it is about, in the seller's words: "Blue kettle, 1.7 l"
  readonly reasons: readonly string[];
  readonly why?: Why;
  readonly expiresAt: Instant;
  /** The seller's own plan, known upstream before she saw the recommendation. */
  readonly priorPlan?: number;
  /** The same question asked again upstream, before she saw the recommendation. */
  readonly priorPlanRepeat?: number;
  /** The sender's side, as in `SenderLog`. */
  readonly valueBeforeJitter?: number;
  readonly platformForecast?: number;
  readonly platformMargin?: number;
  readonly underageCost?: number;
  readonly overageCost?: number;
}

/** Reasons as data. */
export interface Why {
  readonly range?: { readonly low: number; readonly high: number }; // plausible values, in the recommendation's unit
  readonly risk?: { readonly tooHigh?: string; readonly tooLow?: string }; // what she risks if it is wrong to that side
  readonly promise?: { readonly text: string; readonly until: Instant };
}

/** What an answer carries besides itself; absent on answers that are older than it. */
export interface Asked {
  /** In what words she was asked: the page's language, and each item and notice as `id@version`. */
  readonly wording?: { readonly language: string; readonly items: readonly string[] };
  /** Why a robot may have sent it, such as `trap`; suspects are kept, and estimates can be told with and without them. */
  readonly suspect?: readonly string[];
}

/** The seller's own plan, asked for on the page before the recommendation is shown: recorded once. */
export interface PriorPlan extends Fact, Asked {
  readonly value: number;
  readonly revealedAt: Instant; // the recommendation was first shown right after
}

/** What she answered; `decision` as in `Response`, `chosen` in the recommendation's unit. */
export interface Reply extends Fact, Asked {
  readonly revision: number; // 1 for the first answer
  readonly submissionId: string;
  readonly decision: Exclude<Response, 'none' | 'dismiss'>;
  readonly chosen: number;
  readonly trustRating: number | null; // 1 to 7; null: can't say
  readonly mainReason: string | null;
}

export interface Action extends Fact {
  readonly response: Response;
  readonly chosen?: number; // absent for `none`
}
export interface Outcome extends Fact {
  readonly value: number;
  readonly result?: number; // the seller's gain, money
  readonly censored?: boolean; // as in `OutcomeLog`
  readonly fidelity?: number;
}
export type OutcomeShown = Fact;

/** The open question to the seller: written by a wave, checked by every POST. */
export interface Invitation {
  readonly waveId: string;
  readonly linkHash: string; // hex SHA-256 of the link id
  readonly issueNo: number;
  readonly arm: 'elicit' | 'show'; // elicit: her own plan first
  readonly invitedAt: Instant;
  readonly closesAt: Instant;
  readonly sentAt?: Instant; // the first time the link went out; absent where the marketplace sends itself
  readonly deliveredAt?: Instant; // her mail server took it, where somebody tells
  /** Arms of the experiments she was in when she was invited, by process; what the page shows follows them. */
  readonly assigned?: Readonly<Record<string, string>>;
  /** What those arms keep from her on the page; `reasons` is what the page knows. */
  readonly withheld?: readonly string[];
}

/** One recommendation with everything that later became known about it: the unit of storage and analysis. */
export interface Round {
  readonly tenant: string;
  readonly sellerId: string;
  readonly recommendationId: string;
  readonly recommendation?: Recommendation;
  readonly priorPlan?: PriorPlan;
  readonly reply?: Reply;
  readonly earlierReplies?: readonly Reply[]; // oldest first; at most 19
  readonly action?: Action;
  readonly outcome?: Outcome;
  readonly outcomeShown?: OutcomeShown;
  readonly invitation?: Invitation;
  readonly exposures?: readonly Exposure[]; // to processes in this round; in the order of (at, id)
  readonly keptUntil?: Instant; // from then on it counts as gone, whether or not it was cleaned up
}

export function isKept({ keptUntil }: Pick<Round, 'keptUntil'>, now: Instant): boolean {
  return keptUntil === undefined || now < keptUntil;
}

/** The facts that upstream systems send; the rest is the seller's and the wave's. */
export const UPSTREAM_FACTS = ['recommendation', 'action', 'outcome', 'outcomeShown'] as const;
export type UpstreamFact = (typeof UPSTREAM_FACTS)[number];
