import { describe, expect, test } from 'vitest';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { closesAt, roundToAsk } from '../../lib/outreach/open-round.ts';
import type { Round } from '../../lib/rounds/round.ts';

const NOW = parseInstant('2026-11-22T12:00:00Z') as Instant;
const fact = { at: NOW, id: 's/1', ingestedAt: NOW };

function round(recommendationId: string, expiresInDays: number, over: Partial<Round> = {}): Round {
  const recommendation = { ...fact, recommender: 'pricing', value: 1, unit: 'EUR', reasons: [] };
  const expiresAt = addDays(NOW, expiresInDays);
  return {
    tenant: 'us',
    sellerId: 's',
    recommendationId,
    recommendation: { ...recommendation, expiresAt },
    ...over,
  };
}

const INVITED = {
  waveId: 'wave-0',
  linkHash: '0',
  issueNo: 1,
  arm: 'show' as const,
  invitedAt: NOW,
  closesAt: NOW,
};
const REPLIED = {
  ...fact,
  revision: 1,
  submissionId: 's',
  decision: 'accept' as const,
  chosen: 1,
  trustRating: null,
  mainReason: null,
};

const asked = (...rounds: Round[]) => roundToAsk(rounds, 'wave-1', NOW)?.recommendationId;

describe('roundToAsk', () => {
  test('the open round that expires first; of two that expire together the first by id', () => {
    expect(asked(round('a', 9), round('c', 3), round('b', 3), round('d', 20))).toBe('b');
    expect(asked(round('b', 3), round('c', 3))).toBe(asked(round('c', 3), round('b', 3)));
  });

  test.each([
    ['expired', round('a', -1)],
    ['expiring now', round('a', 0)],
    ['invited', round('a', 5, { invitation: INVITED })],
    ['answered', round('a', 5, { reply: REPLIED })],
    ['acted on', round('a', 5, { action: { ...fact, response: 'none' } })],
    ['decided by its outcome', round('a', 5, { outcome: { ...fact, value: 3 } })],
    ['without a recommendation', { tenant: 'us', sellerId: 's', recommendationId: 'a' } satisfies Round],
  ])('not one that is %s', (_, shut) => {
    expect(asked(shut)).toBeUndefined();
    expect(asked(shut, round('b', 30))).toBe('b');
  });

  test('nobody twice in one wave', () => {
    const invited = round('a', 5, { invitation: { ...INVITED, waveId: 'wave-1' } });
    expect(asked(invited, round('b', 3))).toBeUndefined();
  });
});

test('the question closes after the days for answering, and never after the recommendation', () => {
  const open = (days: number) => {
    const found = roundToAsk([round('a', days)], 'w', NOW);
    if (!found) throw new RangeError('open requires an open round');
    return closesAt(found, NOW, 7);
  };
  expect(open(30)).toBe(addDays(NOW, 7));
  expect(open(2)).toBe(addDays(NOW, 2));
});
