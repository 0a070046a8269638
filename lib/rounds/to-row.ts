import { milliseconds, type Instant } from '../domain/instant.ts';
import {
  isKept,
  type Asked,
  type Fact,
  type Outcome,
  type Recommendation,
  type Reply,
  type Round,
} from './round.ts';
import type { OutcomeLog, Response, RoundRow, SenderLog } from './row.ts';
import type { SellerFact } from './seller.ts';

/** A stored round as it was known at an instant, but for its processes, which take the registry: lib/processes/in-round.ts.
 *  What was heard after the cut is not there. Undefined while no
 *  recommendation was known, and once it is kept no longer.
 *  - The plan the seller gave on the page stands before the one upstream supplied: it was asked for before she saw the
 *    recommendation.
 *    Upstream's repeated plan repeats upstream's, not hers.
 *  - What she was observed to choose stands before what she said she would.
 *  - Silence is `none` once nobody can answer any more, and never `keep`.
 *  A fact that was replaced after the cut is not there in its earlier form either: cut soon after the instant.
 *  @param seller whose segments and covariates the row carries */
export function toRow(round: Round, cut: Instant, seller?: SellerFact): RoundRow | undefined {
  const recommendation = known(round.recommendation, cut);
  if (recommendation === undefined || !isKept(round, cut)) return undefined;
  const reply = replyAt(round, cut);
  const action = known(round.action, cut);
  const outcome = known(round.outcome, cut);
  const shown = known(round.outcomeShown, cut);
  const described = known(seller, cut);
  const plan = known(round.priorPlan, cut);
  const trustItem = trustItemOf(reply);
  return {
    line: 0,
    sellerId: round.sellerId,
    recommender: recommendation.recommender,
    position: milliseconds(recommendation.at),
    askedAt: recommendation.at,
    priorPlan: plan?.value ?? recommendation.priorPlan ?? null,
    priorPlanRepeat: plan === undefined ? (recommendation.priorPlanRepeat ?? null) : null,
    recommended: recommendation.value,
    chosen: action?.chosen ?? reply?.chosen ?? null,
    outcome: outcome?.value ?? null,
    unit: recommendation.unit,
    lowerBound: recommendation.lowerBound ?? null,
    upperBound: recommendation.upperBound ?? null,
    trustRating: reply?.trustRating ?? null,
    ...(trustItem !== undefined && { trustItem }),
    ...(isSuspect(reply, plan) && { suspect: true }),
    outcomeSeen: shown !== undefined,
    outcomeSeenPosition: shown === undefined ? null : milliseconds(shown.at),
    response: responseOf(action?.response, reply, isOver(round, recommendation.expiresAt, cut)),
    result: outcome?.result ?? null,
    outcomeLog: outcomeLog(outcome),
    sender: senderLog(recommendation),
    processes: {},
    segments: described?.segments ?? {},
    covariates: described?.covariates ?? {},
  };
}

/** In which version of the question she gave her rating; undefined without a rating. */
function trustItemOf(reply: Reply | undefined): string | undefined {
  const rated = reply !== undefined && reply.trustRating !== null;
  return rated ? reply.wording?.items.find((item) => item.startsWith('trust@')) : undefined;
}

/** A robot may have sent her answer or her plan. */
function isSuspect(...answers: readonly (Asked | undefined)[]): boolean {
  return answers.some((answer) => (answer?.suspect?.length ?? 0) > 0);
}

function outcomeLog(outcome: Outcome | undefined): OutcomeLog | null {
  const { censored = false, fidelity } = outcome ?? {};
  return censored || fidelity !== undefined ? { censored, fidelity: fidelity ?? null } : null;
}

function senderLog({ valueBeforeJitter, ...logged }: Recommendation): SenderLog | null {
  const log = {
    beforeJitter: valueBeforeJitter ?? null,
    platformForecast: logged.platformForecast ?? null,
    platformMargin: logged.platformMargin ?? null,
    underageCost: logged.underageCost ?? null,
    overageCost: logged.overageCost ?? null,
  };
  return Object.values(log).some((value) => value !== null) ? log : null;
}

/** A fact as far as it was heard of at the cut. */
export function known<T extends Fact>(fact: T | undefined, cut: Instant): T | undefined {
  return fact !== undefined && fact.ingestedAt <= cut ? fact : undefined;
}

/** Her last answer up to the cut; every version is kept. */
function replyAt({ reply, earlierReplies = [] }: Round, cut: Instant): Reply | undefined {
  return [reply, ...earlierReplies.toReversed()].find((version) => known(version, cut) !== undefined);
}

/** The observed response; but an answer proves that she did see it, whatever upstream thinks. */
function responseOf(
  observed: Response | undefined,
  reply: Reply | undefined,
  over: boolean,
): Response | null {
  if (observed !== undefined && (observed !== 'none' || reply === undefined)) return observed;
  return reply?.decision ?? (over ? 'none' : null);
}

/** Nobody can act or answer any more: the recommendation has expired and the question, if one was asked, has closed. */
function isOver({ invitation }: Round, expiresAt: Instant, cut: Instant): boolean {
  return expiresAt <= cut && (invitation === undefined || invitation.closesAt <= cut);
}
