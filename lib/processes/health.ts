import type { Process } from '../rounds/process.ts';
import type { RoundRow } from '../rounds/row.ts';
import { sampleRatios, type SampleRatio } from './balance.ts';
import { exposureChecks, type ExposureFinding } from './exposure-checks.ts';

/** A line of "can you trust this page", of a process. */
export interface ProcessHealth {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}

/** What must be looked at before any effect of these processes is: arms as drawn, among those assigned and those who decided,
 *  and exposure as it should be. Of what is well one line a process and check; the rest in full. */
export function processHealth(processes: readonly Process[], rows: readonly RoundRow[]): ProcessHealth[] {
  return processes.flatMap((process) => {
    const name = process.name ?? process.process;
    return [
      ...(['assigned', 'decided'] as const).flatMap((among) =>
        ratioLines(name, sampleRatios(process, rows, among)),
      ),
      ...exposureLines(name, exposureChecks(process, rows).findings),
    ];
  });
}

/** Why no effect of an experiment may be told; undefined where nothing speaks against it. A difference among those who decided
 *  is told, and not refused: silence may itself be an effect. */
export function brokenRandomisation(process: Process, rows: readonly RoundRow[]): string | undefined {
  const ratio = sampleRatios(process, rows).find(({ status }) => status === 'fail');
  if (ratio !== undefined) return `${ratio.stratum ?? 'all'}: ${ratio.detail}`;
  const failed = exposureChecks(process, rows).findings.find(({ status }) => status === 'fail');
  return failed?.detail;
}

const WORDS = { assigned: 'those assigned', decided: 'those who decided' } as const;

function ratioLines(name: string, ratios: readonly SampleRatio[]): ProcessHealth[] {
  const shown = ratios.filter(({ stratum, status }) => stratum === null || status === 'fail');
  return shown.map(({ among, stratum, status, detail }) => ({
    check: `arms of ${name} among ${WORDS[among]}${stratum === null ? '' : `, stratum ${stratum}`}`,
    status: status === 'cannot tell' ? 'warn' : status,
    detail,
  }));
}

function exposureLines(name: string, findings: readonly ExposureFinding[]): ProcessHealth[] {
  const wrong = findings.filter(({ status }) => status !== 'ok');
  if (wrong.length === 0) return [{ check: `exposure to ${name}`, status: 'ok', detail: 'as it should be' }];
  return wrong.map(({ check, status, detail }) => ({
    check: `exposure to ${name}: ${check}`,
    status,
    detail,
  }));
}
