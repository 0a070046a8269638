import type { Estimates } from '../trust/estimates.ts';
import type { Change } from '../trust/trust-schema.ts';
import { directionOf, movements, type Movement } from './movement.ts';
import { count, list, many, number, percent, sentence, signed, withInterval } from './wording.ts';

/** How many were asked, how many answered. */
export function askedSentence({ response }: Pick<Estimates, 'response'>): string {
  const { sellers, asked, answered, reason } = response;
  if (sellers === null || asked === null || answered === null)
    return sentence(
      `How many were asked and answered: cannot tell, ${reason ?? 'nobody tells who was asked'}`,
    );
  if (asked === 0) return 'Nobody was asked anything.';
  return `${many(sellers, 'seller')} ${sellers === 1 ? 'was' : 'were'} asked ${many(asked, 'question')}; ${count(answered)} ${answered === 1 ? 'was' : 'were'} answered (${percent(answered / asked, 1)}).`;
}

/** Does silence threaten what this page finds? Trust is inferred from decisions; answers to the trust question are a view of
 *  their own. */
export function threatSentences(estimates: Estimates): string[] {
  return [...changeThreats(estimates), statedThreat(estimates)];
}

function changeThreats(estimates: Estimates): string[] {
  const told = movements(estimates).filter(({ direction }) => direction === 'rose' || direction === 'fell');
  const safe = told.filter(stands);
  const threats = told.filter((each) => !safe.includes(each)).map(threatSentence);
  const [first = 'No change of trust is told here that it could undo.', ...others] = [
    ...threats,
    ...(safe.length === 0 ? [] : [safeSentence(safe)]),
    ...sinceThreat(estimates),
  ];
  return [`Does silence threaten the finding? ${first}`, ...others];
}

/** A change since the last report is of everybody who had decided by then, silent since or not. */
function sinceThreat({ since }: Pick<Estimates, 'since'>): string[] {
  const direction = since === null ? 'cannot tell' : directionOf(since.overall);
  if (direction !== 'rose' && direction !== 'fell') return [];
  return [
    `The ${direction === 'rose' ? 'rise' : 'fall'} since the last report is of all who had decided by then; of who has not decided since it takes what the outcomes she saw do to others, which her silence leaves unchecked.`,
  ];
}

/** Whatever became of the trust of those who stopped, from its level at first: between 0 and 1.
 *      (n change - e start) / (n + e)  <=  change of all  <=  (n change + e (1 - start)) / (n + e)
 *  with the end of the interval that holds at all looks; Manski (1990), "Nonparametric bounds on treatment effects". */
export function worstChange({
  n,
  anytime,
  exits,
  estimate,
}: Change): { lower: number; upper: number } | undefined {
  if (estimate === null || anytime.lower === null || anytime.upper === null) return undefined;
  const { sellers, trust } = exits;
  const start = trust.estimate;
  const all = n + sellers;
  return {
    lower: (n * anytime.lower - sellers * (start ?? 1)) / all,
    upper: (n * anytime.upper + sellers * (1 - (start ?? 0))) / all,
  };
}

/** Whether the interval of the change of all, those who stopped included, stays on its side of none. */
function stands({ change, direction }: Movement): boolean {
  if (change.exits.sellers === 0) return true;
  const bounds = worstChange(change);
  return bounds !== undefined && (direction === 'rose' ? bounds.lower > 0 : bounds.upper < 0);
}

const moveOf = ({ recommender, direction }: Movement): string =>
  `the ${direction === 'rose' ? 'rise' : 'fall'} in ${recommender}`;

function threatSentence(moved: Movement): string {
  const bounds = worstChange(moved.change);
  const span =
    bounds === undefined
      ? ''
      : `: whatever became of it, the change of all lies between ${signed(bounds.lower)} and ${signed(bounds.upper)}`;
  const who = many(moved.change.exits.sellers, 'seller');
  return `It may threaten ${moveOf(moved)}, which rests on the ${who} who stopped being like the others${span}.`;
}

/** All of them together. */
function safeSentence(safe: readonly Movement[]): string {
  const first = safe.find(({ change }) => change.exits.sellers > 0);
  const named = safe.map((each) => {
    const { sellers } = each.change.exits;
    return safe.length === 1
      ? moveOf(each)
      : `${moveOf(each)} (${sellers === 0 ? 'none' : count(sellers)} stopped)`;
  });
  if (first === undefined) return `Not ${list(named, 'or')}: no seller who decided at first has stopped.`;
  const who = safe.length === 1 ? `the ${many(first.change.exits.sellers, 'seller')}` : 'those';
  return `Not ${list(named, 'or')}: ${safe.length === 1 ? 'it stands' : 'they stand'} whatever became of the trust of ${who} who stopped.`;
}

/** What sellers say, had everybody answered. */
function statedThreat({ nonresponse: found, trust: { stated } }: Estimates): string {
  const { all, answered, corrected, lowest, highest } = found;
  if (answered === 0 || stated.estimate === null || lowest === null || highest === null)
    return sentence(
      `For what sellers say it cannot be told: ${stated.reason ?? corrected.reason ?? 'nobody rated trust'}`,
    );
  const who = `trust was rated in ${count(answered)} of ${many(all, 'pair')} of a seller and a recommender`;
  const range = `whatever the silent think, the mean lies between ${number(lowest)} and ${number(highest)}`;
  if (corrected.estimate === null || corrected.lower === null || corrected.upper === null)
    return sentence(
      `For what sellers say it cannot be told (${corrected.reason ?? 'no reason was given'}): ${who}; ${range}`,
    );
  const differs = stated.estimate < corrected.lower || stated.estimate > corrected.upper;
  const verdict = differs
    ? 'It does threaten what sellers say'
    : 'What sellers say is not changed by those like them who kept silent, which does not rule out others';
  return `${verdict}: ${who}; with the silent as far as they are like those who did, the mean answer is ${withInterval(corrected) ?? ''} against ${number(stated.estimate)}; ${range}.`;
}
