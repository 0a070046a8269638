import { parquetReadObjects } from 'hyparquet';
import type { Estimates } from '../../../lib/trust/estimates.ts';
import { estimates } from '../fixture.ts';

const golden = estimates();
const { overall, byRecommender } = golden.trust.change;
const small = { segment: 'size', value: 'small', recommender: 'pricing', period: '2026-W45' };

/** The golden marketplace, with a report before and segments, so that every table has rows. */
export const told: Estimates = {
  ...golden,
  since: {
    report: { period: '2026-W40', asOf: '2026-10-05T02:00:00.000Z', permalink: 'reports/us/2026-W40/0' },
    overall,
    byRecommender,
    newcomers: 3,
  },
  segments: [
    { ...small, sellers: 31, mean: 0.41, lower: 0.35, upper: 0.47, reason: null },
    { ...small, value: 'large', sellers: null, mean: null, lower: null, upper: null, reason: 'withheld' },
  ],
};

export const readParquet = async (bytes: Uint8Array): Promise<Record<string, unknown>[]> =>
  parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
