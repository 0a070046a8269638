import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { estimatesSchema, processEstimatesSchema, surveyEstimatesSchema } from '../trust/estimates.ts';
import { addedScores, driftOf, type Scores } from '../trust/night/drift.ts';
import { TotalsOfParts, type PartTotals } from '../trust/part-totals.ts';
import { summariseTotals } from '../trust/summarise-trust.ts';
import { parseTrustFit, type TrustFit } from '../trust/trust-fit.ts';
import { putDrift } from './drift-file.ts';
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
  let scores: Scores | undefined;
  const read = await sideBySide(READS_AT_ONCE, snapshots, async ({ range }) => {
    const part = await getPart(files, run, range);
    sum.add(part.totals); // exact: whose file comes first has no say
    scores = scores === undefined ? part.scores : addedScores([scores, part.scores]);
    return part.input;
  });

  const input = runInput(snapshots, read);
  const totals = sum.totals();
  const estimates = estimatesSchema.parse(summariseTotals(fitted, totals, input, effects, survey));
  const drifts = driftOf(fitted, scores ?? {});
  await putDrift(files, run, { drifts, unknown: unknownRecommenders(totals, fitted) });

  return { estimatesKey: await putRunFile(files, run, 'estimates.json', JSON.stringify(estimates, null, 2)) };
}

/** Whose sellers' trust is told although they were not there when the models were fitted. */
function unknownRecommenders({ cells }: PartTotals, { recommenders }: TrustFit): string[] {
  const now = cells.flatMap(({ kind, of: [name = ''] }) => (kind === 'now' ? [name] : []));
  return now.filter((name) => !recommenders.includes(name)).sort();
}
