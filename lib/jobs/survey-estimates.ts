import type { Files } from '../store/files.ts';
import { sideBySide } from '../store/side-by-side.ts';
import type { SurveyEstimates } from '../trust/estimates.ts';
import { DIMENSIONS, type Dimension, type QuarterlyMean } from '../trust/response-schema.ts';
import { quarterlyMean } from '../trust/stated/quarterly-mean.ts';
import { getHashed, hashedKey } from './hashed-file.ts';
import { dimensionOf } from './quarterly-dimension.ts';
import type { Snapshot } from './snapshot.ts';
import { mergeAnswers, surveyCountsSchema, type SurveyCounts } from './survey-counts.ts';

const READS_AT_ONCE = 16;

/** The counts that go with a run's snapshots; a range in which nobody was asked has none.
 *  @throws RangeError when one is missing or is not what its name says */
export async function getSurveyCounts(
  files: Pick<Files, 'get'>,
  tenant: string,
  snapshots: readonly Pick<Snapshot, 'survey'>[],
): Promise<SurveyCounts[]> {
  const hashes = snapshots.flatMap(({ survey }) => survey ?? []);
  return sideBySide(READS_AT_ONCE, hashes, async (sha256) =>
    surveyCountsSchema.parse(await getHashed(files, { key: hashedKey(tenant, sha256), sha256 })),
  );
}

/** Response and quarterly answers over all shard ranges; how sellers were split into ranges changes no digit. */
export function surveyEstimates(parts: readonly SurveyCounts[]): SurveyEstimates {
  const waves = parts.flatMap((part) => part.waves);
  const sum = (of: (wave: (typeof waves)[number]) => number) =>
    waves.reduce((total, wave) => total + of(wave), 0);
  return {
    response: {
      sellers: parts.reduce((total, { sellers }) => total + sellers, 0),
      asked: sum(({ issued }) => issued),
      sent: sum(({ sent }) => sent),
      delivered: waves.some(({ delivered }) => delivered !== null)
        ? sum(({ delivered }) => delivered ?? 0)
        : null,
      started: sum(({ started }) => started),
      answered: sum(({ answered }) => answered),
      suspect: sum(({ suspect }) => suspect),
      bounced: sum(({ bounced }) => bounced),
      optedOut: sum(({ optedOut }) => optedOut),
      reason: null,
    },
    quarterly: quarterlyMeans(parts),
  };
}

/** By wave in the order of asking, then as the questionnaire has its dimensions. */
function quarterlyMeans(parts: readonly SurveyCounts[]): QuarterlyMean[] {
  const answers = mergeAnswers(parts.flatMap(({ quarterly }) => quarterly));
  const began = new Map<string, string>();
  for (const { wave, askedAt } of answers) {
    const first = began.get(wave);
    if (first === undefined || askedAt < first) began.set(wave, askedAt);
  }
  const rank = (wave: string, dimension: Dimension, item: string) =>
    [began.get(wave), wave, DIMENSIONS.indexOf(dimension), item].join('\n');
  return answers
    .flatMap(({ wave, item, all, withoutSuspects }) => {
      const dimension = dimensionOf(item);
      if (dimension === undefined) return [];
      const means = { ...quarterlyMean(all), withoutSuspects: quarterlyMean(withoutSuspects) };
      return [{ rank: rank(wave, dimension, item), row: { wave, dimension, item, ...means } }];
    })
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ row }) => row);
}
