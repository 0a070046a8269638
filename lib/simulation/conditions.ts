import { familyOf } from '../rounds/rounds-file-columns.ts';
import type { Costs } from './behaviour.ts';

/** What stands between what happens and what the rounds file says of it. Shares in [0,1]. */
export interface Conditions {
  readonly priorNoiseSd: number; // the file's prior plan is hers with this error, log points
  readonly missingOutcomes: number; // share of outcomes that nobody ever learns, the seller included
  readonly seenShare: number; // share of known outcomes the seller gets to see
  readonly unseenSellers: number; // share of sellers who are shown none
  readonly unanswered: number; // share of rounds with response none; the seller still sees outcomes
  readonly dismissed: number; // share of keeps made by the button that dismisses
  readonly leaveBelow: number | null; // a seller whose trust falls below this leaves the recommender
  readonly survivorsOnly: boolean; // the file is silent about those who left
  readonly oneSided: boolean; // every recommendation lies where the marketplace gains
  readonly repeatedPlans: number; // share of rounds in which the plan is asked for again, with an error of its own
  /** kc: what a seller learns of the outcome by herself between plan and choice, which moves her by kc (y - p). */
  readonly commonInformation: number;
  readonly sender: SenderSide;
}

/** What the marketplace logs of its own side of a recommendation. */
export interface SenderSide {
  readonly jitterSd: number; // random shift of every recommendation, log points; logged where it is not 0
  readonly forecastLogged: boolean; // x = m less its bias
  readonly margin: number | null; // money per unit
  readonly costs: Costs | null; // the sellers'; they then judge by them
}

export const UNDISTURBED: Conditions = {
  priorNoiseSd: 0,
  missingOutcomes: 0,
  seenShare: 1,
  unseenSellers: 0,
  unanswered: 0,
  dismissed: 0,
  leaveBelow: null,
  survivorsOnly: false,
  oneSided: false,
  repeatedPlans: 0,
  commonInformation: 0,
  sender: { jitterSd: 0, forecastLogged: false, margin: null, costs: null },
};

/** A process in an experiment by seller: a coin decides who is exposed, from one round on to the end. */
export interface PlantedProcess {
  readonly name: string; // the column is process_<name>
  /** Added to the trust of exposed trust-embedded sellers while they are exposed; in units of trust. */
  readonly effect: number;
  readonly share: number; // of sellers exposed
  readonly from: number; // first round of exposure, 1 the first
}

const SHARES = [
  'missingOutcomes',
  'seenShare',
  'unseenSellers',
  'unanswered',
  'dismissed',
  'repeatedPlans',
] as const;

/** @throws RangeError for a condition outside its range, or two that contradict each other */
export function checkConditions(conditions: Conditions): void {
  for (const name of SHARES) {
    const share = conditions[name];
    if (!(share >= 0 && share <= 1))
      throw new RangeError(`simulate requires a share of ${name} from 0 to 1, got ${share}`);
  }
  if (!(conditions.priorNoiseSd >= 0)) throw new RangeError('simulate requires priorNoiseSd of at least 0');
  if (!Number.isFinite(conditions.commonInformation))
    throw new RangeError('simulate requires a finite commonInformation');
  checkSender(conditions.sender);
  if (conditions.survivorsOnly && conditions.leaveBelow === null)
    throw new RangeError('simulate requires leaveBelow where only survivors are kept');
}

function checkSender({ jitterSd, margin, costs }: SenderSide): void {
  if (!(jitterSd >= 0)) throw new RangeError('simulate requires jitterSd of at least 0');
  for (const [name, value] of Object.entries({ margin, ...costs }))
    if (value !== null && !(value > 0)) throw new RangeError(`simulate requires ${name} above 0`);
}

/** @throws RangeError for a process that has no column, is named twice or is outside its ranges */
export function checkProcesses(processes: readonly PlantedProcess[], rounds: number): void {
  for (const { name, effect, share, from } of processes) {
    if (familyOf(`process_${name}`) === undefined)
      throw new RangeError(`simulate requires a process name of letters, digits, . _ -, got ${name}`);
    if (!Number.isFinite(effect) || !(share >= 0 && share <= 1))
      throw new RangeError(`simulate requires a finite effect and a share from 0 to 1 of process ${name}`);
    if (!Number.isInteger(from) || from < 1 || from > rounds)
      throw new RangeError(`simulate requires process ${name} to begin in a round from 1 to ${rounds}`);
  }
  if (new Set(processes.map(({ name }) => name)).size < processes.length)
    throw new RangeError('simulate requires processes of different names');
}
