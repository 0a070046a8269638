import { anytimeWidth } from '../../stats/confidence-sequence.ts';
import { normalQuantile } from '../../stats/normal.ts';
import { streams } from '../stream.ts';
import { drawStudy, type StudyDesign, type StudyLook } from './study.ts';

/** What many simulated studies of a design came to, as shares of the studies. */
export interface Check {
  readonly studies: number;
  readonly fixed: Rates; // one test, after the last look
  readonly repeated: Rates; // the same test at every look: what not to do
  readonly anytime: Rates;
  /** The look by which half the studies have found the effect by the anytime-valid interval; null if fewer ever do. */
  readonly medianLook: number | null;
}

export interface Rates {
  readonly power: number; // finds the effect, on its own side of zero
  readonly falseAlarms: number; // finds one, on either side, where there is none
}

/** Runs a study's design many times.
 *  @param effect in standard deviations of an answer
 *  @param plannedSe the standard error the anytime-valid interval is tuned to, in the same unit */
export function checkDesign(
  design: StudyDesign,
  { effect, plannedSe, alpha, seed }: { effect: number; plannedSe: number; alpha: number; seed: number },
): Check {
  const studies = Math.max(1000, Math.min(4000, Math.floor(60_000 / design.invitations.length)));
  const z = normalQuantile(1 - alpha / 2);
  const anytimeBound = ({ se }: StudyLook) => anytimeWidth(se, plannedSe, 1 - alpha);
  const source = streams(seed).next().value;
  const counts = { fixed: [0, 0], repeated: [0, 0], anytime: [0, 0] };
  const foundAt: number[] = [];
  for (let study = 0; study < studies; study += 1) {
    const looks = drawStudy(design, source);
    const found = (bound: (look: StudyLook) => number) =>
      looks.findIndex((look) => look !== null && (look.estimate + effect) / look.se > bound(look));
    const alarmed = (bound: (look: StudyLook) => number) =>
      looks.some((look) => look !== null && Math.abs(look.estimate) / look.se > bound(look));
    const last = looks.at(-1) ?? null;
    if (last !== null) {
      add(counts.fixed, (last.estimate + effect) / last.se > z, Math.abs(last.estimate) / last.se > z);
    }
    add(
      counts.repeated,
      found(() => z) >= 0,
      alarmed(() => z),
    );
    const at = found(anytimeBound);
    add(counts.anytime, at >= 0, alarmed(anytimeBound));
    if (at >= 0) foundAt.push(at + 1);
  }
  const rates = ([power = 0, falseAlarms = 0]: readonly number[]): Rates => ({
    power: power / studies,
    falseAlarms: falseAlarms / studies,
  });
  return {
    studies,
    fixed: rates(counts.fixed),
    repeated: rates(counts.repeated),
    anytime: rates(counts.anytime),
    medianLook: foundAt.sort((a, b) => a - b)[Math.ceil(studies / 2) - 1] ?? null,
  };
}

function add(counts: number[], power: boolean, falseAlarm: boolean): void {
  counts[0] = (counts[0] ?? 0) + Number(power);
  counts[1] = (counts[1] ?? 0) + Number(falseAlarm);
}
