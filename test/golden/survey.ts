import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { surveyEstimates } from '../../lib/jobs/survey-estimates.ts';
import { streams } from '../../lib/simulation/stream.ts';

const WAVES = [
  { wave: '2026-Q3', askedAt: parseInstant('2026-08-17T08:00:00Z') as Instant, sellers: 64 },
  { wave: '2026-Q4', askedAt: parseInstant('2026-11-16T08:00:00Z') as Instant, sellers: 81 },
];
const ITEMS = [
  ['ability-right', 5],
  ['benevolence-interests', 4],
  ['integrity-promises', 5.5],
  ['distrust-motives', 3],
  ['vulnerability-unchecked', 3.5],
] as const;

/** Two quarterly waves of 300 sellers and their answers, six of them perhaps a robot's; one question is asked in other words in
 *  the second, and one was answered by few. */
export function survey() {
  const stream = streams(5).next().value;
  const quarterly = WAVES.flatMap(({ wave, askedAt, sellers }, index) =>
    ITEMS.map(([item, centre], rank) => {
      const n = index === 0 && rank === 4 ? 12 : sellers;
      const ratings = Array.from({ length: n }, () =>
        Math.min(Math.max(Math.round(centre + 1.2 * stream.normal()), 1), 7),
      );
      const version = index === 1 && rank === 0 ? 2 : 1;
      return {
        wave,
        item: `${item}@${version}`,
        askedAt,
        all: sums(ratings),
        withoutSuspects: sums(index === 0 ? ratings : ratings.slice(6)),
      };
    }),
  );
  const waves = WAVES.map(({ wave, sellers }) => ({
    wave,
    issued: 300,
    sent: 296,
    delivered: 281,
    started: sellers + 19,
    answered: sellers,
    suspect: wave === '2026-Q4' ? 6 : 0,
    bounced: 4,
    optedOut: 2,
  }));
  return surveyEstimates([{ sellers: 300, waves, quarterly }]);
}

function sums(ratings: readonly number[]) {
  const total = (of: (rating: number) => number) => ratings.reduce((sum, each) => sum + of(each), 0);
  return { n: ratings.length, sum: total((x) => x), squares: total((x) => x * x) };
}
