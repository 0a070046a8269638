import { describe, expect, it } from 'vitest';
import { plainRow } from '../../lib/rounds/plain-row.ts';
import { csv, GOOD, GOOD_TOO, HEADER, refusal } from './rounds-file.ts';

describe('a rounds file', () => {
  it('gives every value of a row', async () => {
    const { rows, rejections, total } = await csv(
      'seller_id,recommender,asked_at,prior_plan,recommended,chosen,outcome,unit,lower_bound,upper_bound,trust_rating,trust_item,outcome_seen,outcome_seen_at,response,result,outcome_censored,fidelity,prior_plan_repeat,recommended_before_jitter,platform_forecast,platform_margin,underage_cost,overage_cost,process_reasons,segment_size,x_age',
      's1,pricing,2026-11-22T09:00:00Z,10,12,11,12.5,EUR,1,100,6,trust@2,1,2026-11-25T10:00:00+01:00,adjust,-3.5,0,-.25,10.5,11.8,11,0.4,4,1,1,small,7e1',
    );
    expect(rejections).toEqual([]);
    expect(total).toBe(1);
    expect(rows.map(plainRow)[0]).toEqual({
      line: 2,
      sellerId: 's1',
      recommender: 'pricing',
      position: Date.UTC(2026, 10, 22, 9),
      askedAt: '2026-11-22T09:00:00.000Z',
      priorPlan: 10,
      priorPlanRepeat: 10.5,
      recommended: 12,
      chosen: 11,
      outcome: 12.5,
      unit: 'EUR',
      lowerBound: 1,
      upperBound: 100,
      trustRating: 6,
      trustItem: 'trust@2',
      outcomeSeen: true,
      outcomeSeenPosition: Date.UTC(2026, 10, 25, 9),
      response: 'adjust',
      result: -3.5,
      outcomeLog: { censored: false, fidelity: -0.25 },
      sender: {
        beforeJitter: 11.8,
        platformForecast: 11,
        platformMargin: 0.4,
        underageCost: 4,
        overageCost: 1,
      },
      processes: { reasons: 1 },
      segments: { size: 'small' },
      covariates: { age: 70 },
    });
  });

  it('takes empty as not known, and an outcome as seen where it is known', async () => {
    const { rows } = await csv(
      `${HEADER},outcome_seen`,
      's1,pricing,1,,12,,,',
      's1,pricing,2,,12,,12,',
      's1,pricing,3,,,,12,0',
    );
    expect(
      rows.map(({ priorPlan, chosen, outcome, outcomeSeen }) => [priorPlan, chosen, outcome, outcomeSeen]),
    ).toEqual([
      [null, null, null, false],
      [null, null, 12, true],
      [null, null, 12, false],
    ]);
  });

  it.each([
    [
      'text in a number',
      's2,pricing,1,ten,12,11,12',
      'prior_plan',
      'ten',
      /text where a number belongs; write/,
    ],
    ['NaN', 's2,pricing,1,NaN,12,11,12', 'prior_plan', 'NaN', /not a finite number; leave it empty/],
    ['Infinity', 's2,pricing,1,10,-Infinity,11,12', 'recommended', '-Infinity', /not a finite number/],
    ['an overflow', 's2,pricing,1,10,1e999,11,12', 'recommended', '1e999', /too large/],
    ['hexadecimal', 's2,pricing,1,0x1F,12,11,12', 'prior_plan', '0x1F', /not a decimal number/],
    ['thousands separators', 's2,pricing,1,"1,234.5",12,11,12', 'prior_plan', '1,234.5', /write 1234\.5/],
    ['a decimal comma', 's2,pricing,1,"10,5",12,11,12', 'prior_plan', '10,5', /decimal point/],
    ['a currency', 's2,pricing,1,€10,12,11,12', 'prior_plan', '€10', /unit goes into unit/],
    ['a fractional round', 's2,pricing,1.5,10,12,11,12', 'round', '1.5', /not a whole number/],
    ['no seller', ',pricing,1,10,12,11,12', 'seller_id', '', /empty; every row needs it/],
    [
      'a seller id with a key divider',
      's#2,pricing,1,10,12,11,12',
      'seller_id',
      's#2',
      /not an id; use 1 to 128/,
    ],
    ['no order', 's2,pricing,,10,12,11,12', 'round', '', /neither round nor asked_at/],
    [
      'too few values',
      's2,pricing,1,10',
      'line',
      's2,pricing,1,10',
      /too few values: 4 where the header has 7/,
    ],
    [
      'too many values',
      's2,pricing,1,10,12,11,12,13',
      'line',
      's2,pricing,1,10,12,11,12,13',
      /too many values: 8/,
    ],
    [
      'a quote inside a value',
      's2,pri"c"ing,1,10,12,11,12',
      'line',
      's2,pri"c"ing,1,10,12,11,12',
      /double the quotes/,
    ],
    [
      'a quote never closed',
      '"s2,pricing,1,10,12,11,12',
      'line',
      '"s2,pricing,1,10,12,11,12',
      /never closed/,
    ],
  ])('refuses %s by line, field, value and reason', async (_, line, field, value, reason) => {
    expect(await refusal(line)).toEqual({ line: 3, field, value, reason: expect.stringMatching(reason) });
  });

  it.each([
    ['trust_rating', '8', /whole number from 1 to 7/],
    ['trust_rating', '3.5', /whole number from 1 to 7/],
    ['outcome_seen', 'yes', /not 0 or 1; write 1 for yes/],
    ['outcome_seen', '2', /not 0 or 1/],
    ['response', 'Accept', /use one of accept, keep, adjust, dismiss, none/],
    ['x_age', 'old', /text where a number belongs/],
    ['segment_size', 'x'.repeat(81), /longer than 80/],
    ['outcome_seen_at', '2026-11-25T10:00:00Z', /only numbered/],
  ])('refuses %s %s', async (field, value, reason) => {
    const fault = await refusal(
      `s2,pricing,1,12,${value}`,
      `seller_id,recommender,round,recommended,${field}`,
      ['s1,pricing,1,12,', 's1,pricing,2,12,'],
    );
    expect(fault).toMatchObject({ line: 3, field, reason: expect.stringMatching(reason) });
  });

  it('refuses an instant without a zone, and bounds the wrong way round', async () => {
    const header = 'seller_id,recommender,asked_at,recommended,lower_bound,upper_bound';
    const { rows, rejections } = await csv(
      header,
      's1,pricing,2026-11-22 09:00,12,,',
      's1,pricing,2026-02-30T09:00:00Z,12,9,3',
      's1,pricing,2026-11-22T09:00:00Z,12,3,9',
    );
    expect(rows.map(({ line }) => line)).toEqual([4]);
    expect(rejections[0]).toMatchObject({
      line: 2,
      field: 'asked_at',
      reason: expect.stringMatching(/RFC 3339/),
    });
    expect(rejections).toContainEqual(expect.objectContaining({ line: 3, field: 'lower_bound', value: '9' }));
  });

  it.each([
    ['overage_cost', '0,1,2,,', 'underage_cost', '0', /not above 0; write money per unit as a positive/],
    ['a negative cost', '4,-1,2,,', 'overage_cost', '-1', /not above 0/],
    ['one cost alone', '4,,2,,', 'overage_cost', '', /missing beside underage_cost; give both or neither/],
    ['the other alone', ',1,2,,', 'underage_cost', '', /missing beside overage_cost/],
    ['a critical ratio of 1', '1e300,1e-300,2,,', 'underage_cost', '1e300', /critical ratio of 0 or 1/],
    ['costs beyond numbers', '1e308,1e308,2,,', 'underage_cost', '1e308', /critical ratio of 0 or 1/],
    ['a margin of nothing', '4,1,0,,', 'platform_margin', '0', /not above 0/],
    ['a forecast in words', '4,1,2,many,', 'platform_forecast', 'many', /text where a number belongs/],
    ['a repeat of no plan', '4,1,2,,7', 'prior_plan_repeat', '7', /given without prior_plan; give both/],
  ])('refuses %s', async (_, values, field, value, reason) => {
    const fault = await refusal(
      `s2,pricing,1,12,${values}`,
      'seller_id,recommender,round,recommended,underage_cost,overage_cost,platform_margin,platform_forecast,prior_plan_repeat',
      ['s1,pricing,1,12,4,1,,,', 's1,pricing,2,12,,,,11,'],
    );
    expect(fault).toEqual({ line: 3, field, value, reason: expect.stringMatching(reason) });
  });

  it.each([
    ['a fidelity beyond 1', '1,1.5', 'fidelity', '1.5', /not from -1 to 1/],
    ['a censored outcome in words', 'yes,', 'outcome_censored', 'yes', /not 0 or 1/],
  ])('refuses %s', async (_, values, field, value, reason) => {
    const fault = await refusal(
      `s2,pricing,1,12,${values}`,
      'seller_id,recommender,round,recommended,outcome_censored,fidelity',
      ['s1,pricing,1,12,1,', 's1,pricing,2,12,,-1'],
    );
    expect(fault).toEqual({ line: 3, field, value, reason: expect.stringMatching(reason) });
  });

  it('takes an outcome as seen where its fidelity alone is known', async () => {
    const { rows } = await csv(
      'seller_id,recommender,round,recommended,outcome,fidelity,outcome_seen',
      's1,pricing,1,12,,.5,',
      's1,pricing,2,12,,.5,0',
      's1,pricing,3,12,,,',
    );
    expect(rows.map(({ outcomeSeen }) => outcomeSeen)).toEqual([true, false, false]);
  });

  it('names every fault of a row and counts the row once', async () => {
    const { rejections, rejected, total } = await csv(HEADER, 's2,pricing,1,ten,twelve,11,12', GOOD);
    expect(rejections.map(({ field }) => field)).toEqual(['prior_plan', 'recommended']);
    expect({ rejected, total }).toEqual({ rejected: 1, total: 2 });
  });
});

describe('rounds that come twice', () => {
  it('keeps the first of two identical rows and names it', async () => {
    const { rows, rejections } = await csv(HEADER, GOOD, GOOD_TOO, GOOD);
    expect(rows).toHaveLength(2);
    expect(rejections).toEqual([
      {
        line: 4,
        field: 'round',
        value: '1',
        reason: expect.stringMatching(/repeats line 2 \(seller s1, recommender pricing\) exactly/),
      },
    ]);
  });

  it('keeps the first of two that differ and says so', async () => {
    const { rows, rejections } = await csv(HEADER, GOOD, 's1,pricing,1,10,12,11,99');
    expect(rows.map(({ outcome }) => outcome)).toEqual([12]);
    expect(rejections[0]?.reason).toMatch(/same round as line 2 .* with other values/);
  });

  it('takes two rounds of one instant for two where round tells them apart', async () => {
    const at = '2026-11-22T00:00:00Z';
    const { rows } = await csv(
      'seller_id,recommender,round,asked_at,recommended',
      `s1,pricing,1,${at},5`,
      `s1,pricing,2,${at},6`,
    );
    expect(rows).toHaveLength(2);
  });

  it('refuses a row that counts time another way than the first', async () => {
    const { rows, rejections } = await csv(
      'seller_id,recommender,round,asked_at,recommended',
      's1,pricing,1,,5',
      's1,pricing,2,2026-11-22T00:00:00Z,6',
    );
    expect(rows).toHaveLength(1);
    expect(rejections[0]).toMatchObject({
      line: 3,
      field: 'asked_at',
      reason: expect.stringMatching(/not in line 2/),
    });
  });
});
