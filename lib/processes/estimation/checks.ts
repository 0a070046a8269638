import type { ProcessRow } from '../../trust/process-schema.ts';
import { refused, type Refused } from '../effect.ts';
import { brokenRandomisation, processHealth } from '../health.ts';
import type { Practice } from './practice.ts';

/** What is looked at before results show. */
export interface Checked {
  readonly checks: ProcessRow['checks'];
  /** Set where an experiment's assignment is not what it was drawn as: then no effect is told. */
  readonly broken: Refused | null;
}

/** Sizes of arms, and exposure against the registry; nothing for a process that is not in it. */
export function checked({ entry, design, everything }: Practice): Checked {
  if (entry === null) return { checks: [], broken: null };
  const why = design === 'experiment' ? brokenRandomisation(entry, everything) : undefined;
  return {
    checks: processHealth([entry], everything),
    broken: why === undefined ? null : refused('arms as drawn', 'randomisation broken', why),
  };
}
