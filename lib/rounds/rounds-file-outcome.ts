import { isRefused, readFlag, readNumber, type Read } from './rounds-file-cell.ts';
import type { Take } from './rounds-file-row.ts';
import type { OutcomeLog } from './row.ts';

/** What a row says of its outcome beside the value; null where it says nothing. */
export function readOutcomeLog(take: Take): OutcomeLog | null {
  const censored = take('outcome_censored', readFlag) ?? false;
  const fidelity = take('fidelity', readFidelity);
  return censored || fidelity !== null ? { censored, fidelity } : null;
}

function readFidelity(cell: unknown): Read<number> {
  const r = readNumber(cell);
  if (r === null || isRefused(r) || Math.abs(r) <= 1) return r;
  return { refused: 'not from -1 to 1; correct it, or leave it empty to have it computed' };
}
