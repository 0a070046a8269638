import { verify, type Maker, type Verification } from '../../lib/jobs/verify.ts';
import { runtimeOf } from '../../lib/report/methods.ts';
import type { ExitCode } from '../command.ts';
import { namedReport, type Print, type ReportStage } from './report-stage.ts';
import { verifyWords } from './verify-words.ts';

/** Verifies one report or all of them, and says of each what came of it.
 *  @returns 1 when one is not what its snapshots give */
export async function verifyReports(
  stage: ReportStage,
  which: string | undefined | 'all',
  print: Print,
): Promise<ExitCode> {
  const reports = which === 'all' ? stage.history : [namedReport(stage, which)];
  const installed = once(maker);
  const found: Verification[] = [];
  for (const { permalink } of reports) {
    const verification = await verify({ ...stage, installed: await installed() }, permalink);
    found.push(verification);
    if (which === 'all') console.error(`${permalink}: ${verification.verdict}`);
  }
  print({ reports: found }, found.map(verifyWords).join('\n') || 'no report yet');
  return found.some(({ verdict }) => verdict === 'mismatch') ? 1 : 0;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** The stacks' own way to name their code; it bundles the functions, so it is loaded by whoever needs it. */
async function maker(): Promise<Maker> {
  const { codeVersion, reportVersion } = await import('../../lib/infra/code-version.ts');
  return { runtime: runtimeOf(process), codeVersion: codeVersion(), reportVersion: reportVersion() };
}
