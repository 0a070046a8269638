import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { agreement, type Pair } from '../../../lib/trust/stated/correlation.ts';
import { retestReliability } from '../../../lib/trust/stated/retest.ts';
import { repeated, type Score } from '../../../lib/trust/stated/score.ts';

const FOLDER = '../shared/data/trust_survey_lab';
const present = existsSync(`${FOLDER}/surveys.csv`);
if (!present)
  console.log(`skipped: ${FOLDER} is not here, so a published laboratory study is not reproduced`);

const number = z.pipe(z.string(), z.transform(Number)); // some columns read 1, some 1.0
const trial = z.object({
  participantId: number,
  choice_options: z.string(),
  step: z.string(), // empty where the first answer was wrong: the study leaves those out
  advisor_profile_code: number,
});
const survey = z.object({
  participantId: number,
  timePoint: number,
  advisor_profile_code: number,
  dimension: z.string(),
  answer: z.string(),
});

const read = <Row>(name: string, row: z.ZodMiniType<Row>): Row[] =>
  z.array(row).parse(parse(readFileSync(`${FOLDER}/${name}`), { columns: true }));

const BIAS_SHARING = 1;
const analysed = (id: number): boolean => id <= 24;
const looks = (values: number[]): Score => repeated([values]) as Score;

/** 24 people, two advisers: what people say of them against whom they pick when free to choose. */
describe.skipIf(!present)('trust_survey_lab', () => {
  let picks: Map<number, number[]>;
  let answers: z.infer<typeof survey>[];
  beforeAll(() => {
    picks = new Map();
    for (const { participantId, choice_options, step, advisor_profile_code } of read('trials.csv', trial))
      if (analysed(participantId) && step !== '' && ['1|2', '2|1'].includes(choice_options))
        picks.set(participantId, [
          ...(picks.get(participantId) ?? []),
          advisor_profile_code === BIAS_SHARING ? 1 : 0,
        ]);
    answers = read('surveys.csv', survey).filter(({ participantId }) => analysed(participantId));
  });

  const differences = (dimension: string): Pair[] =>
    [...picks].map(([id, picked]): Pair => {
      const of = (profile: number): number =>
        Number(
          answers.find(
            (one) =>
              one.participantId === id &&
              one.timePoint === 4 &&
              one.dimension === dimension &&
              one.advisor_profile_code === profile,
          )?.answer,
        );
      return [looks([of(1) - of(2)]), looks(picked)];
    });

  // Jaquiery, Exploring Social Metacognition, section 3.4.1
  test.each([
    ['accurate', 0.491],
    ['trustworthy', 0.446],
    ['likeable', 0.036],
    ['influential', 0.345],
  ])('%s: rating difference and pick rate correlate as published', (dimension, published) => {
    const { raw, disattenuated } = agreement(differences(dimension));
    expect(raw.estimate).toBeCloseTo(published, 3);
    expect(raw.n).toBe(24);
    expect((raw.lower ?? 0) > 0).toBe(published > 0.4); // significant at .05 as published
    expect(disattenuated.reason).toContain('answered twice');
  });

  test('a person gives an adviser much the same answer in all four waves', () => {
    const ratings = new Map<string, { sellerId: string; ratings: number[] }>();
    for (const { participantId, advisor_profile_code, dimension, answer } of answers) {
      if (dimension !== 'trustworthy') continue;
      const key = `${participantId}/${advisor_profile_code}`;
      const { ratings: before } = ratings.get(key) ?? { ratings: [] };
      ratings.set(key, { sellerId: String(participantId), ratings: [...before, Number(answer)] });
    }
    const { estimate, lower, n } = retestReliability([...ratings.values()]);
    expect(n).toBe(24);
    expect(estimate).toBeGreaterThan(0.4);
    expect(lower).toBeGreaterThan(0.1);
  });
});
