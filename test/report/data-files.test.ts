import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimatesJsonSchema, evolutionCsv, sellersCsv } from '../../lib/report/data-files.ts';
import type { SellerRow } from '../../lib/trust/seller-estimates.ts';
import { estimates } from './fixture.ts';

const seller: SellerRow = {
  sellerId: 's1',
  recommender: 'pricing',
  rounds: 12,
  trust: 0.4,
  trustLower: 0.3,
  trustUpper: 0.5,
  trend: -0.05,
  trendLower: -0.1,
  trendUpper: 0,
  stated: null,
  shown: 0.45,
  theory: 'trust-embedded',
  theoryProbability: 0.97,
  reason: null,
  trendReason: null,
};

describe('sellers.csv', () => {
  it('has the columns of the contract; numbers stay numbers, not known is empty', () => {
    expect(sellersCsv([seller])).toBe(
      'seller_id,recommender,rounds,trust,trust_lower,trust_upper,trend,trend_lower,trend_upper,stated,shown,theory,theory_probability\r\n' +
        's1,pricing,12,0.4,0.3,0.5,-0.05,-0.1,0,,0.45,trust-embedded,0.97\r\n',
    );
  });

  it('holds any text, and none of it is a formula', () => {
    const risky = fc
      .tuple(fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '"', "'", ','), fc.string())
      .map(([first, rest]) => first + rest);
    fc.assert(
      fc.property(risky, (sellerId) => {
        const rows: string[][] = parse(sellersCsv([{ ...seller, sellerId }]), { record_delimiter: '\r\n' });
        const cell = rows[1]?.[0] ?? '';
        expect([sellerId, `'${sellerId}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });
});

it('evolution.csv is the evolution array', () => {
  const rows: string[][] = parse(evolutionCsv(estimates().evolution));
  expect(rows[0]).toEqual(['period', 'recommender', 'sellers', 'mean', 'lower', 'upper']);
  expect(rows).toHaveLength(estimates().evolution.length + 1);
});

it('estimates.json keeps the schema published with it, and a missing field breaks it', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(estimatesJsonSchema()) as object);
  const text = readFileSync(new URL('../golden/estimates.json', import.meta.url), 'utf8');
  const value = JSON.parse(text) as Record<string, unknown>;
  expect(validate(value)).toBe(true);
  const { verdict: _, ...without } = value;
  expect(validate(without)).toBe(false);
});
