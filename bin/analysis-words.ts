import { processSentence } from '../lib/report/process-words.ts';
import type { RoundsFile } from '../lib/rounds/rounds-file.ts';
import type { Estimates } from '../lib/trust/estimates.ts';
import type { AnalysisSettings } from '../lib/trust/settings.ts';

const REJECTIONS_SHOWN = 20;

/** What was refused, one line each; the first twenty, then a count. */
export function rejectionWords({
  rejections,
  rejected,
}: Pick<RoundsFile, 'rejections' | 'rejected'>): string[] {
  const lines = rejections
    .slice(0, REJECTIONS_SHOWN)
    .map(
      ({ line, field, value, reason }) =>
        `line ${line}, ${field}${value === '' ? '' : ` ${JSON.stringify(value)}`}: ${reason}`,
    );
  const left = rejections.length - lines.length;
  if (left > 0)
    lines.push(
      `… and ${rejections.length < 1000 ? left : `${left} or more`} further faults; the first 1000 are in the results`,
    );
  if (rejected > 0) lines.push(`${rejected} rows refused.`);
  return lines;
}

/** The files that are named among the many: where to begin. */
const NAMED = ['report.html', 'README.md', 'estimates.json', 'sellers.csv', 'paths.csv'];

/** What an analysis found, in plain lines. */
export function analysisWords(
  estimates: Estimates,
  settings: AnalysisSettings,
  files: readonly string[],
): string[] {
  const { input, trust, verdict } = estimates;
  const named = files.filter((path) => NAMED.some((name) => path.endsWith(name)));
  return [
    `${input.rows} rows read: ${input.accepted} accepted, ${input.rejected} refused.`,
    'Used for',
    ...Object.entries(input.usable).map(
      ([what, { rows, unused }]) =>
        `  ${what.padEnd(9)} ${String(rows).padStart(7)} rows${unusedWords(unused)}`,
    ),
    ...scaleWords(estimates, settings),
    trustWords(trust.overall),
    `Theory: ${verdict.preferred === 'cannot tell' ? 'cannot tell' : `${verdict.preferred} preferred`}; ${verdict.reason}.`,
    ...processWords(estimates),
    ...estimates.health.flatMap(({ check, status, detail }) =>
      status === 'ok' ? [] : [`Take care (${check}): ${detail}.`],
    ),
    'Written:',
    ...named.map((path) => `  ${path}`),
    ...(files.length > named.length
      ? [`  and ${files.length - named.length} more, which README.md lists`]
      : []),
  ].map((line) => line.replace(/\.\.$/, '.'));
}

function processWords({ processes }: Estimates): string[] {
  const known = processes.filter(({ effect }) => effect.estimate !== null).length;
  return processes.map((row) => `Process: ${processSentence(row, known)}`);
}

function unusedWords(unused: Readonly<Record<string, number>>): string {
  const reasons = Object.entries(unused).map(([reason, rows]) => `${rows} (${reason})`);
  return reasons.length === 0 ? '' : `; left out ${reasons.join(', ')}`;
}

function scaleWords({ dynamics, health }: Estimates, settings: AnalysisSettings): string[] {
  const scale = dynamics.find(({ segment }) => segment === 'all')?.scale;
  if (scale === undefined) return [];
  const why = {
    log: 'every value is positive and the outcomes span more than a factor 3',
    level: 'a value is not positive, or the outcomes span no more than a factor 3',
  } as const;
  const chosen = settings.scale === 'auto' ? `because ${why[scale]}` : 'as set';
  const detail = health.find(({ check }) => check === 'scale')?.detail;
  return [`Scale: ${scale}, ${chosen}${detail === undefined ? '' : `; ${detail}`}.`];
}

function trustWords({ estimate, lower, upper, n, reason }: Estimates['trust']['overall']): string {
  if (estimate === null) return `Trust now: cannot tell; ${reason ?? 'no reason was given'}.`;
  const interval =
    lower === null || upper === null
      ? 'no interval'
      : `95 % interval ${lower.toFixed(2)} to ${upper.toFixed(2)}`;
  return `Trust now: ${estimate.toFixed(2)} (${interval}; n ${n}).`;
}
