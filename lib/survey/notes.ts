import { addDays, type Instant } from '../domain/instant.ts';
import { covers } from '../processes/scope.ts';
import type { ProcessEntry } from '../rounds/process.ts';
import type { Ledger } from './ledger.ts';

export interface Note {
  readonly at: Instant; // from when on it is done
  readonly text: string;
}

const TOLD = 180; // days

type Concerned = Pick<Ledger, 'reader' | 'now' | 'kinds' | 'kind' | 'segments' | 'assigned'>;

/** What the marketplace did about what sellers said, latest first: in her language, else in English. Only what began in the
 *  last half year and concerns her. Of an experiment nobody is told who is not in it: a control that reads of it is none. */
export function notesFor(
  { reader, now, kinds, kind = '', segments, assigned }: Concerned,
  processes: readonly ProcessEntry[],
): readonly Note[] {
  const recommenders = [kind, ...kinds];
  return processes
    .filter(({ startAt }) => startAt <= now && startAt > addDays(now, -TOLD))
    .filter((entry) => recommenders.some((recommender) => covers(entry, { recommender, segments })))
    .filter(({ process, design, experiment }) => {
      const arm = assigned[process];
      return design !== 'experiment' || (arm !== undefined && arm !== experiment?.arms[0]?.arm);
    })
    .flatMap(({ startAt, notes = {} }) => {
      const text = notes[reader.words.language] ?? notes['en'];
      return text === undefined ? [] : [{ at: startAt, text }];
    })
    .toSorted((a, b) => (a.at > b.at ? -1 : 1));
}
