import type { Estimates } from '../trust/estimates.ts';
import { count, digitsOf, sentence, signed } from './wording.ts';

type Process = Estimates['processes'][number];

export const nameOf = ({ name, process }: Pick<Process, 'name' | 'process'>): string => name ?? process;

const DESIGNS = {
  experiment: 'assigned by chance',
  rollout: 'reached sellers at different times',
  observational: 'not assigned: sellers with and without it may differ otherwise',
} as const;
export const designWords = ({ design }: Process): string => DESIGNS[design];

/** What a process does to the level of trust, and to how well trust follows quality, where both are told. */
export function processSentence(row: Process, known: number): string {
  const { effect, familywise, effective } = row;
  const name = nameOf(row);
  if (effect.estimate === null || familywise.lower === null || familywise.upper === null)
    return sentence(`${name}: cannot tell (${effect.reason ?? 'no reason was given'})`);
  const digits = digitsOf(familywise);
  const span = `${signed(familywise.lower, digits)} to ${signed(familywise.upper, digits)}`;
  const together = known === 1 ? '95 % interval' : `95 % interval for all ${known} processes together`;
  const level =
    effective === 'cannot tell'
      ? `${name}: no effect is shown, ${signed(effect.estimate, digits)} of trust, ${together} ${span}`
      : `${name} ${effective}: ${signed(effect.estimate, digits)}, ${together} ${span}`;
  const how = row.design === 'experiment' ? '' : ` ${sentence(designWords(row))}`;
  return `${sentence(level)}${how}${calibrationSentence(row)}`;
}

/** The level is not all: a practice may lower trust and yet make it follow quality. */
function calibrationSentence(row: Process): string {
  const { outcomes, effective, design } = row;
  const calibration = outcomes.find(({ outcome }) => outcome === 'calibration')?.effect;
  const follows = followsQuality(row);
  if (calibration === undefined || follows === undefined) return '';
  const how = `the quality of recommendations ${follows}`;
  const verb = design === 'experiment' ? `It makes trust follow ${how}` : `With it trust follows ${how}`;
  const words = `${signed(calibration.estimate ?? 0)} (${signed(calibration.lower ?? 0)} to ${signed(calibration.upper ?? 0)}, at this look alone; n ${count(calibration.n)}) of weight for the recommender of the highest fidelity over that of the lowest`;
  return ` ${verb}: ${words}.${besideLevel(effective, follows)}`;
}

function besideLevel(effective: Process['effective'], follows: 'better' | 'worse'): string {
  if (effective === 'breaks trust' && follows === 'better')
    return ' A page with the level alone would call it harmful.';
  return effective === 'builds trust' && follows === 'worse'
    ? ' Trust that is not deserved does not last.'
    : '';
}

/** How trust follows quality under the process, by the interval of this look; undefined: cannot tell. */
export function followsQuality({ outcomes }: Process): 'better' | 'worse' | undefined {
  const found = outcomes.find(({ outcome }) => outcome === 'calibration')?.effect;
  if (found?.lower == null || found.upper === null) return undefined;
  if (found.lower > 0) return 'better';
  return found.upper < 0 ? 'worse' : undefined;
}

export function nameIn(processes: Estimates['processes'], process: string): string {
  const row = processes.find((each) => each.process === process);
  return row === undefined ? process : nameOf(row);
}

/** `+0.06 (+0.03 to +0.09; n 300)`: the effect, with the interval that holds for all processes together. */
export function effectWords({ effect, familywise }: Process): string {
  const digits = digitsOf(familywise);
  const { lower, upper } = familywise;
  const span =
    lower === null || upper === null ? 'no interval' : `${signed(lower, digits)} to ${signed(upper, digits)}`;
  return `${signed(effect.estimate ?? 0, digits)} (${span}; n ${count(effect.n)})`;
}
