import type { HistoryEntry } from '../../lib/jobs/history.ts';
import type { ExitCode } from '../command.ts';
import { hashOf, type Print, type ReportStage } from './report-stage.ts';

/** Every published report on a line, the newest first. */
export function listReports({ history, latest }: ReportStage, print: Print): ExitCode {
  const reports = history.toReversed();
  const lines = reports.map((entry) => line(entry, entry.permalink === latest));
  print({ latest, reports }, lines.join('\n') || 'no report yet');
  return 0;
}

const SHOWN = 10; // digits of a hash

function line({ period, asOf, permalink, trust, headline, fitOf }: HistoryEntry, isShown: boolean): string {
  const { estimate, lower, upper, n } = trust;
  const interval = lower === null || upper === null ? '' : ` (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
  const told = estimate === null ? 'cannot tell' : `${estimate.toFixed(2)}${interval}`;
  const mark = isShown ? '*' : ' ';
  const night = fitOf === undefined ? '' : '(brought up to date) ';
  const hash = hashOf(permalink).slice(0, SHOWN);
  return `${mark} ${period}  ${hash}  until ${asOf.slice(0, 10)}  trust ${told.padEnd(19)}  n ${String(n).padEnd(6)}  ${night}${headline}`;
}
