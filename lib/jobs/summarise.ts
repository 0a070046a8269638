import type { Files } from '../store/files.ts';
import { estimatesSchema, processEstimatesSchema, surveyEstimatesSchema } from '../trust/estimates.ts';
import { parseSellerEstimates } from '../trust/seller-estimates.ts';
import { summariseTrust } from '../trust/summarise-trust.ts';
import { parseTrustFit } from '../trust/trust-fit.ts';
import { sellersCsv } from '../report/data-files.ts';
import { partName } from './estimate-shard.ts';
import { manifestSchema } from './manifest.ts';
import { getRunFile, putRunFile, type Run } from './run-files.ts';
import { runInputSchema } from './run-input.ts';

/** Joins the run's parts. The estimates are checked against their schema before anyone can read them. */
export async function summarise(files: Files, run: Run): Promise<{ estimatesKey: string }> {
  const manifest = manifestSchema.parse(JSON.parse(await getRunFile(files, run, 'manifest.json')));
  const fitted = parseTrustFit(await getRunFile(files, run, 'fit.json'));
  const input = runInputSchema.parse(JSON.parse(await getRunFile(files, run, 'input.json')));
  const effects = processEstimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'effects.json')));
  const survey = surveyEstimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'survey.json')));
  const texts = await Promise.all(
    manifest.snapshots.map((snapshot) => getRunFile(files, run, partName(snapshot))),
  );
  const parts = texts.map(parseSellerEstimates);

  const estimates = estimatesSchema.parse(summariseTrust(fitted, parts, input, effects, survey));

  await putRunFile(files, run, 'sellers.csv', sellersCsv(parts.flatMap(({ sellers }) => sellers)));
  return { estimatesKey: await putRunFile(files, run, 'estimates.json', JSON.stringify(estimates, null, 2)) };
}
