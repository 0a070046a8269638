import { diffReports } from '../report/diff.ts';
import { listReports } from '../report/list.ts';
import { openReport } from '../report/open.ts';
import { reportStage } from '../report/report-stage.ts';
import { verifyReports } from '../report/verify.ts';
import { type ExitCode, UsageError, readArguments } from '../command.ts';
import { configOf, tenantOf } from '../settings.ts';

export const usage = `trust report list|open|diff|verify [options]

list                   published reports, the newest first; * is the one that is shown
open [report]          the address of a report; with --out its files
diff <report> <report> what changed from the first to the second: data, method, wording, process, numbers
verify [report]        makes a report again from its snapshots and compares every byte; docs/report-verify.md.
                       0: verified, or its snapshots are not what they were (sellers erased since, files expired);
                       1: the report is not what its snapshots give

A report is named by its period (2026-W47: the newest of it), its permalink, or the beginning of its hash; without one it
is the one that is shown.

--out <folder>            open: writes the report's files there
--browser                 open: shows it in a browser; from a terminal only
--all                     verify: every report
--tenant <id>             which marketplace (default us)
--dir <folder>            folder of the local stage, which must be running (default .local)
--stage-outputs <file>    a deployed stage instead: the file that cdk deploy --outputs-file wrote
--config <name>           the settings it was deployed with, config/<name>.json (default dev; local for the local stage)
--json                    one line of JSON`;

const OPTIONS = {
  out: { type: 'string' },
  browser: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  tenant: { type: 'string', default: 'us' },
  dir: { type: 'string', default: '.local' },
  'stage-outputs': { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean', default: false },
} satisfies Parameters<typeof readArguments>[1];

const MOST_NAMED = { list: 0, open: 1, diff: 2, verify: 1 } as const;
type Action = keyof typeof MOST_NAMED;
const isAction = (word: string): word is Action => Object.hasOwn(MOST_NAMED, word);

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [action = '', ...named] = positionals;
  if (!isAction(action)) throw new UsageError('report requires list, open, diff or verify');
  if (named.length > MOST_NAMED[action])
    throw new UsageError(`report ${action} does not take ${JSON.stringify(named[MOST_NAMED[action]])}`);
  const stage = await reportStage(values, tenantOf(values.tenant, configOf(values)).id);
  const print = (fields: object, text: string) => console.log(values.json ? JSON.stringify(fields) : text);

  if (action === 'list') return listReports(stage, print);
  if (action === 'open') return openReport(stage, named[0], values, print);
  if (action === 'diff') return diffReports(stage, named, print);
  if (values.all && named.length > 0) throw new UsageError('verify takes a report or --all');
  return verifyReports(stage, values.all ? 'all' : named[0], print);
}
