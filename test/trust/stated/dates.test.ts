import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readRounds } from '../../../lib/rounds/rounds-file.ts';
import { plainRow } from '../../../lib/rounds/plain-row.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { adfEstimator } from '../../../lib/trust/friction/friction-estimator.ts';
import { fitSegment } from '../../../lib/trust/segment.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { statedTrustOf, type StatedTrust } from '../../../lib/trust/stated/stated-trust.ts';

const DATA = '../shared/data';
const present = [`${DATA}/rounds/dates.csv`, `${DATA}/dates_advice/debrief_trust.csv`].every((file) =>
  existsSync(file),
);
if (!present)
  console.log(`skipped: ${DATA}/dates_advice is not here, so stated trust is not held against advice taken`);

const advised = z.object({
  study: z.string(),
  version: z.string(),
  pid: z.string(),
  advisor_id: z.string(),
  advisor_label: z.string(),
});
const debriefed = z.object({
  study: z.string(),
  version: z.string(),
  pid: z.string(),
  advisor_id: z.string(),
  helpfulness: z.string(),
});
const read = <Row>(name: string, row: z.ZodMiniType<Row>): Row[] =>
  z.array(row).parse(parse(readFileSync(`${DATA}/dates_advice/${name}`), { columns: true }));

const seller = ({ study, version, pid }: { study: string; version: string; pid: string }): string =>
  `${study}/${version}/${pid}`;

/** The slider of the end survey, 0 to 100, in seven equal parts, by person and adviser. */
function answers(): Map<string, number> {
  const label = new Map(
    read('trials.csv', advised).map((one) => [`${seller(one)}/${one.advisor_id}`, one.advisor_label]),
  );
  return new Map(
    read('debrief_trust.csv', debriefed)
      .filter(({ helpfulness }) => helpfulness !== '')
      .map((one) => [
        `${seller(one)}\n${label.get(`${seller(one)}/${one.advisor_id}`)}`,
        Math.min(7, 1 + Math.floor((7 * Number(one.helpfulness)) / 100)),
      ]),
  );
}

const key = ({ sellerId, recommender }: RoundRow): string => `${sellerId}\n${recommender}`;

/** Rounds with the answer in the last of each person with each adviser: the survey came at the end. */
function rated(rows: readonly RoundRow[]): RoundRow[] {
  const of = answers();
  const last = new Map<string, number>();
  for (const row of rows) last.set(key(row), Math.max(row.position, last.get(key(row)) ?? 0));
  return rows.map((row) =>
    last.get(key(row)) === row.position ? { ...plainRow(row), trustRating: of.get(key(row)) ?? null } : row,
  );
}

describe.skipIf(!present)('dates.csv with its end survey', () => {
  let found: StatedTrust;
  beforeAll(async () => {
    const { rows } = await readRounds({ name: 'dates.csv', bytes: readFileSync(`${DATA}/rounds/dates.csv`) });
    const scale = { name: 'level', minGap: 2, minGapRule: 'as set' } as const;
    const sequences = sequencesOf(rated(rows), { scale, dropOutcomeOfUnusedRows: false });
    const { fit } = fitSegment(sequences, { unit: 20, referenceGap: 20 }, adfEstimator);
    if (!fit) throw new Error('no fit');
    found = statedTrustOf(sequences, { all: fit });
  });

  test('people who call an adviser helpful follow him more, but not by much', () => {
    const { statedShown, statedInferred, shownInferred } = found.agreement;
    expect(statedShown.raw.n).toBe(233);
    expect(statedShown.raw.lower).toBeGreaterThan(0.1);
    expect(statedShown.raw.upper).toBeLessThan(0.45);
    expect(statedInferred.raw.estimate).toBeGreaterThan(statedShown.raw.estimate ?? 1);
    expect(shownInferred.raw.estimate).toBeGreaterThan(0.9);
  });

  test('one answer about each adviser: nothing is said of the error of an answer', () => {
    expect(found.ratings.retest.reason).toContain('no seller answered twice');
    expect(found.agreement.statedShown.disattenuated.estimate).toBeNull();
  });

  test('the answers tell inferred trust, with a sixth of their variance', () => {
    const { slope, reliability, thresholds } = found.ratings;
    expect(slope.lower).toBeGreaterThan(0.4);
    expect(reliability.estimate).toBeCloseTo(0.16, 1);
    const cuts = thresholds.map(({ estimate }) => estimate ?? Number.NaN);
    expect(cuts).toEqual(cuts.toSorted((a, b) => a - b));
  });
});
