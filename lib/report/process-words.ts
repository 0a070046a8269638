import type { Estimates } from '../trust/estimates.ts';
import { sentence, signed } from './wording.ts';

type Process = Estimates['processes'][number];

export const nameOf = ({ name, process }: Pick<Process, 'name' | 'process'>): string => name ?? process;

const DESIGNS = {
  experiment: 'assigned by chance',
  rollout: 'reached sellers at different times',
  observational: 'not assigned: sellers with and without it may differ otherwise',
} as const;
export const designWords = ({ design }: Process): string => DESIGNS[design];

/** What a process does to the level of trust, and to how well trust follows quality, where both are told. */
export function processSentence(row: Process, count: number): string {
  const { effect, familywise, effective } = row;
  const name = nameOf(row);
  if (effect.estimate === null || familywise.lower === null || familywise.upper === null)
    return sentence(`${name}: cannot tell (${effect.reason ?? 'no reason was given'})`);
  const span = `${signed(familywise.lower)} to ${signed(familywise.upper)}`;
  const together = count === 1 ? '95 % interval' : `95 % interval for all ${count} processes together`;
  const level =
    effective === 'cannot tell'
      ? `${name}: no effect is shown, ${signed(effect.estimate)} of trust, ${together} ${span}`
      : `${name} ${effective}: ${signed(effect.estimate)}, ${together} ${span}`;
  const how = row.design === 'experiment' ? '' : ` ${sentence(designWords(row))}`;
  return `${sentence(level)}${how}${calibrationSentence(row)}`;
}

/** The level is not all: a practice may lower trust and yet make it follow quality. */
function calibrationSentence({ effect, outcomes }: Process): string {
  const calibration = outcomes.find(({ outcome }) => outcome === 'calibration')?.effect;
  const level = directionOf(effect);
  const follows = calibration && directionOf(calibration);
  if (!calibration || !follows) return '';
  const how =
    follows === 'up'
      ? 'makes it follow the quality of recommendations better'
      : 'makes it follow the quality of recommendations worse';
  const words = `${signed(calibration.estimate ?? 0)} of weight for the recommender of the highest fidelity over that of the lowest`;
  if (level === 'down' && follows === 'up')
    return ` It lowers trust and yet ${how}: ${words}. A page with the level alone would call it harmful.`;
  if (level === 'up' && follows === 'down')
    return ` It raises trust but ${how}: ${words}. Trust that is not deserved does not last.`;
  return ` It also ${how}: ${words}.`;
}

function directionOf({
  lower,
  upper,
}: {
  lower: number | null;
  upper: number | null;
}): 'up' | 'down' | undefined {
  if (lower === null || upper === null) return undefined;
  if (lower > 0) return 'up';
  return upper < 0 ? 'down' : undefined;
}

export function nameIn(processes: Estimates['processes'], process: string): string {
  const row = processes.find((each) => each.process === process);
  return row === undefined ? process : nameOf(row);
}
