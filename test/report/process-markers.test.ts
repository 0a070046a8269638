import { describe, expect, it } from 'vitest';
import { processMarkers } from '../../lib/report/process-markers.ts';

const WEEKS = ['2026-W40', '2026-W41', '2026-W43', '2026-W44'];
const DRAWN = ['pricing', 'replenishment'];
const process = (
  name: string,
  startsAt: string | null,
  endsAt: string | null = null,
  recommenders: string[] | null = null,
) => ({ process: name, name: null, startsAt, endsAt, recommenders });
const everywhere = new Set(DRAWN);

describe('where processes start and end on a chart of weeks', () => {
  it('stands at the week, at the next one shown, or before the first', () => {
    const found = processMarkers(
      [
        process('reasons', '2026-09-30T00:00:00Z', '2026-10-26T00:00:00Z'),
        process('feedback', '2026-10-13T00:00:00Z'), // week 42, which is not shown
        process('channels', '2025-01-01T00:00:00Z'),
        process('gone', '2025-01-01T00:00:00Z', '2025-06-01T00:00:00Z'),
        process('planned', '2027-01-01T00:00:00Z'),
        process('unknown', null),
      ],
      WEEKS,
      DRAWN,
    );
    expect(found.shown).toEqual([
      { period: '2026-W40', letter: 'A', words: 'reasons starts', recommenders: everywhere },
      { period: '2026-W43', letter: 'B', words: 'feedback starts', recommenders: everywhere },
      { period: '2026-W44', letter: 'C', words: 'reasons ends', recommenders: everywhere },
    ]);
    expect(found.key).toBe(
      'Processes: A (2026-W40): reasons starts; B (2026-W43): feedback starts; C (2026-W44): reasons ends. Before the first week: channels.',
    );
  });

  it('one letter for a week in which two things happen', () => {
    const two = [process('a', '2026-10-06T00:00:00Z'), process('b', '2026-10-07T00:00:00Z')];
    expect(processMarkers(two, WEEKS, DRAWN).shown).toEqual([
      { period: '2026-W41', letter: 'A', words: 'a starts and b starts', recommenders: everywhere },
    ]);
  });

  it('only with the recommenders it is meant for, which its words name', () => {
    const some = [
      process('a', '2026-10-06T00:00:00Z', null, ['pricing']),
      process('b', '2026-10-20T00:00:00Z', null, ['assortment']), // not drawn
      process('c', '2025-01-01T00:00:00Z', null, ['assortment']),
      process('d', '2026-10-20T00:00:00Z', null, ['replenishment', 'pricing']),
    ];
    expect(processMarkers(some, WEEKS, DRAWN)).toEqual({
      shown: [
        {
          period: '2026-W41',
          letter: 'A',
          words: 'a starts in pricing',
          recommenders: new Set(['pricing']),
        },
        { period: '2026-W43', letter: 'B', words: 'd starts', recommenders: everywhere },
      ],
      key: 'Processes: A (2026-W41): a starts in pricing; B (2026-W43): d starts.',
    });
  });

  it('nothing where rounds are only numbered, or nothing is registered', () => {
    const none = { shown: [], key: '' };
    expect(processMarkers([process('a', '2026-10-06T00:00:00Z')], ['1', '2'], DRAWN)).toEqual(none);
    expect(processMarkers([], WEEKS, DRAWN)).toEqual(none);
    expect(processMarkers([process('a', '2026-10-06T00:00:00Z')], [], DRAWN)).toEqual(none);
  });
});
