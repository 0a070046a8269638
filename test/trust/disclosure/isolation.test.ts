import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Echelon } from '../../../lib/trust/disclosure/echelon.ts';
import { isolating } from '../../../lib/trust/disclosure/isolation.ts';
import { rowOfOnes } from '../../../lib/trust/disclosure/residue-row.ts';
import { fewestByBruteForce, publication } from './brute-force.ts';

const of = (sellers: readonly number[], ...rows: readonly (readonly number[])[]) => ({
  columns: sellers.map((n, crowd) => ({ crowd, sellers: n })),
  rows: rows.map((row) => rowOfOnes(row)),
});

describe('a combination that singles out few', () => {
  test('total less the other parts', () => {
    const found = isolating(of([9, 8, 3], [0, 1, 2], [0], [1]), 5, { ranks: 0 });
    expect(found).toEqual([[0, 1, 2]]);
  });

  test('is none where two small crowds are withheld together', () => {
    expect(isolating(of([9, 8, 3, 2], [0, 1, 2, 3], [0], [1]), 5, { ranks: 0 })).toEqual([]);
  });

  test('needs four sums of two ways to split the same sellers', () => {
    // sizes x regions; the corner of two is all that is left of (a + b) - (p + q)
    const found = isolating(of([9, 7, 6, 2], [0, 1], [2, 3], [0, 2]), 5, { ranks: 0 });
    expect(found).toEqual([]);
    const corner = isolating(of([9, 2, 6, 7], [0, 1], [0, 2], [2]), 5, { ranks: 0 });
    expect(corner).toEqual([[0, 1, 2]]);
  });

  test('two crowds of one seller cannot be told from each other, but are two all the same', () => {
    expect(isolating(of([9, 1, 1], [0, 1, 2], [0]), 5, { ranks: 0 })).toEqual([[0, 1]]);
  });

  test('unknowns that count for nobody leave no way round', () => {
    const columns = [
      { crowd: 0, sellers: 9 },
      { crowd: 1, sellers: 0 },
    ];
    const rows = [rowOfOnes([0]), rowOfOnes([0, 1])];
    expect(isolating({ columns, rows }, 5, { ranks: 0 })).toEqual([[0, 1]]);
  });

  test('is found exactly where trying all sets of crowds finds one', () => {
    fc.assert(
      fc.property(publication(7, 7), (each) => {
        const fewest = fewestByBruteForce(each, 5);
        expect(isolating(each, 5, { ranks: 0 }).length > 0).toBe(fewest !== undefined);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  test('the rows it names are enough to compute it', () => {
    fc.assert(
      fc.property(publication(8, 8), (each) => {
        const found = isolating(each, 5, { ranks: 0 });
        for (const places of found) {
          const rows = places.map((row) => each.rows[row] as (typeof each.rows)[number]);
          expect(isolating({ ...each, rows }, 5, { ranks: 0 })).not.toEqual([]);
        }
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  test('a rank is that over the rationals', () => {
    const rows = [rowOfOnes([0, 1]), rowOfOnes([1, 2]), rowOfOnes([0, 2])]; // determinant 2
    expect(new Echelon(3, rows).rank).toBe(3);
  });
});
