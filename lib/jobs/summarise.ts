import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { estimatesSchema, processEstimatesSchema, surveyEstimatesSchema } from '../trust/estimates.ts';
import { TotalsOfParts } from '../trust/part-totals.ts';
import { summariseTotals } from '../trust/summarise-trust.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import { getManifest } from './manifest-file.ts';
import { getPart } from './part.ts';
import { getRunFile, putRunFile, type Run } from './run-files.ts';
import { runInput } from './run-input.ts';

const READS_AT_ONCE = 8;

/** Joins the run's parts, holding some of them at a time. The estimates are checked against their schema before anyone can read
 *  them. */
export async function summarise(files: Files, run: Run): Promise<{ estimatesKey: string }> {
  const { snapshots } = await getManifest(files, run);
  const fitted = parseTrustFit(await getRunFile(files, run, 'fit.json'));
  const effects = processEstimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'effects.json')));
  const survey = surveyEstimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'survey.json')));
  const sum = new TotalsOfParts();
  const read = await sideBySide(READS_AT_ONCE, snapshots, async (snapshot) => {
    const { input, totals } = await getPart(files, run, snapshot);
    sum.add(totals); // exact: whose file comes first has no say
    return input;
  });

  const input = runInput(snapshots, read);
  const estimates = estimatesSchema.parse(summariseTotals(fitted, sum.totals(), input, effects, survey));

  return { estimatesKey: await putRunFile(files, run, 'estimates.json', JSON.stringify(estimates, null, 2)) };
}
