import { readReport } from '../../lib/jobs/previous-report.ts';
import { compareReports } from '../../lib/report/comparison/comparison.ts';
import { comparisonWords } from '../../lib/report/comparison/comparison-words.ts';
import type { PublishedReport } from '../../lib/report/report-files.ts';
import { type ExitCode, Failure, UsageError } from '../command.ts';
import { namedReport, type Print, type ReportStage } from './report-stage.ts';

/** What became of the first report in the second; the earlier one comes first, whatever order they are given in. */
export async function diffReports(
  stage: ReportStage,
  words: readonly string[],
  print: Print,
): Promise<ExitCode> {
  const [a, b] = words;
  if (a === undefined || b === undefined) throw new UsageError('diff requires two reports');
  const [first, second] = [await published(stage, a), await published(stage, b)];
  const [before, after] = first.asOf <= second.asOf ? [first, second] : [second, first];
  const comparison = compareReports(before, after);
  const places = { before: before.permalink, after: after.permalink };
  print({ ...comparison, permalinks: places }, comparisonWords(comparison).join('\n'));
  return 0;
}

async function published(stage: ReportStage, word: string): Promise<PublishedReport> {
  const report = await readReport(stage.reports, namedReport(stage, word));
  if (report === null || report.files.size === 0)
    throw new Failure(`the report ${word} is not there any more`);
  return report;
}
