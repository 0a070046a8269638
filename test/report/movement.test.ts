import { describe, expect, it } from 'vitest';
import { headline } from '../../lib/report/movement-words.ts';
import { movements } from '../../lib/report/movement.ts';
import type { Change } from '../../lib/trust/trust-schema.ts';
import { quantity, unknownQuantity, unknownRepeated } from '../../lib/trust/quantity.ts';
import { repeated } from '../../lib/trust/repeated.ts';
import { estimates } from './fixture.ts';

/** The change of 50 sellers, with the standard error its series is planned for. */
function change(estimate: number | null, n = 50): Change {
  const told =
    estimate === null
      ? unknownRepeated('fewer than 20 sellers decided both in 1 and in 9')
      : repeated(quantity(estimate, 0.01, n), 0.01);
  const start = quantity(0.5, 0.01, n);
  return {
    ...told,
    from: { first: '1', last: '2' },
    to: { first: '8', last: '9' },
    start,
    exits: { sellers: 0, trust: unknownQuantity('nobody left') },
  };
}

function moved(changes: Readonly<Record<string, Change>>) {
  const { trust } = estimates();
  return movements({ trust: { ...trust, change: { overall: change(0), byRecommender: { ...changes } } } });
}

describe('how far trust moved', () => {
  it.each([
    [0.04, 'rose'],
    [-0.04, 'fell'],
    [0.025, 'none'],
    [null, 'cannot tell'],
  ] as const)('by %s: %s, by the interval that holds at all looks', (by, direction) => {
    expect(moved({ pricing: change(by) })[0]?.direction).toBe(direction);
  });

  it('a change that only this look alone would tell is none', () => {
    const [{ change: of, direction } = { change: undefined, direction: undefined }] = moved({
      pricing: change(0.025),
    });
    expect(of?.lower).toBeGreaterThan(0);
    expect(direction).toBe('none');
  });

  it('the headline names what moved, says so where nothing did, and where nothing can be told', () => {
    expect(headline(moved({ a: change(0.1), b: change(-0.1), c: change(0), d: change(null) }))).toBe(
      'In the long run, trust rose in a and fell in b',
    );
    expect(headline(moved({ a: change(0), b: change(null) }))).toBe(
      'In the long run, no sign that trust moved in a',
    );
    expect(headline(moved({ a: change(0), b: change(0) }))).toBe('In the long run, no sign that trust moved');
    expect(headline(moved({ b: change(null) }))).toBe('Whether trust moved cannot be told yet');
    expect(headline([])).toBe('Whether trust moved cannot be told yet');
  });
});
