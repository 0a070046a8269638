import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { readFolder } from '../../lib/jobs/report-folder.ts';
import { type ExitCode, Failure, UsageError } from '../command.ts';
import { writeWhole } from '../whole-file.ts';
import { namedReport, type Print, type ReportStage } from './report-stage.ts';

interface OpenOptions {
  readonly out?: string | undefined;
  readonly browser: boolean;
}

/** Tells where a report is; with `out` its files are there afterwards. */
export async function openReport(
  stage: ReportStage,
  word: string | undefined,
  { out, browser }: OpenOptions,
  print: Print,
): Promise<ExitCode> {
  const { permalink } = namedReport(stage, word);
  if (browser && !process.stdout.isTTY) throw new UsageError('--browser needs a terminal');
  const address = out === undefined ? stage.addressOf(permalink) : await fetched(stage, permalink, out);
  print({ permalink, address }, address);
  if (browser) show(address);
  return 0;
}

/** Writes a report's files into a folder. @returns where its page is */
async function fetched({ reports }: ReportStage, permalink: string, out: string): Promise<string> {
  const folder = await readFolder(reports, permalink);
  if (folder.size === 0) throw new Failure(`${permalink} is not there any more`);
  for (const [name, body] of folder) writeWhole(join(out, ...name.split('/')), body);
  return join(out, 'report.html');
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

function show(address: string): void {
  const opener = spawn(OPENERS[process.platform] ?? 'xdg-open', [address], {
    detached: true,
    stdio: 'ignore',
  });
  opener.on('error', () => console.error(`no browser could be started; open ${address}`));
  opener.unref();
}
