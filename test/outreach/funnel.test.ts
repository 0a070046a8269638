import { describe, expect, test } from 'vitest';
import { addDays, type Instant } from '../../lib/domain/instant.ts';
import { addUp, progressOf } from '../../lib/outreach/funnel.ts';
import type { Quarterly } from '../../lib/rounds/quarterly.ts';
import type { Invitation, Reply, Round } from '../../lib/rounds/round.ts';
import type { Contact } from '../../lib/store/row-schema.ts';
import { fact, NOW } from '../survey/marketplace.ts';

const invitation = (waveId: string, invitedAt: Instant, over: Partial<Invitation> = {}): Invitation => ({
  waveId,
  linkHash: '0',
  issueNo: 1,
  arm: 'elicit',
  invitedAt,
  closesAt: addDays(invitedAt, 7),
  ...over,
});
const round = (asked: Invitation | undefined, over: Partial<Round> = {}): Round => ({
  tenant: 'us',
  sellerId: 's',
  recommendationId: asked?.waveId ?? 'r',
  ...(asked && { invitation: asked }),
  ...over,
});
const plan = { ...fact(), value: 1, revealedAt: NOW };
const reply: Reply = {
  ...fact(),
  revision: 1,
  submissionId: 'x',
  decision: 'accept',
  chosen: 1,
  trustRating: null,
  mainReason: null,
};
const quarterly = (waveId: string, invitedAt: Instant, answers: Quarterly['answers'] = {}): Quarterly => ({
  ...invitation(waveId, invitedAt),
  tenant: 'us',
  sellerId: 's',
  answers,
});

const funnels = (
  ...sellers: { rounds?: readonly Round[]; quarterlies?: readonly Quarterly[]; contact?: Contact }[]
) =>
  Object.fromEntries(
    addUp(
      sellers.flatMap(({ rounds = [], ...rest }) =>
        progressOf({ sellerId: 's', rounds, ...rest }, ({ answers }) => Object.keys(answers).length === 2),
      ),
    ),
  );

const NOTHING = {
  issued: 0,
  sent: 0,
  delivered: null,
  started: 0,
  answered: 0,
  suspect: 0,
  bounced: 0,
  optedOut: 0,
};

describe('the funnel of a wave', () => {
  test('counts each step a seller reached, by wave', () => {
    const sent = { sentAt: NOW, deliveredAt: NOW };
    const found = funnels(
      { rounds: [round(undefined), round(invitation('w1', NOW))] },
      { rounds: [round(invitation('w1', NOW, { sentAt: NOW }))] },
      { rounds: [round(invitation('w1', NOW, sent), { priorPlan: plan })] },
      { rounds: [round(invitation('w1', NOW, sent), { priorPlan: plan, reply })] },
      { rounds: [round(invitation('w1', NOW, { arm: 'show' }), { reply: { ...reply, suspect: ['trap'] } })] },
      { rounds: [round(invitation('w2', NOW))] },
    );
    expect(found).toEqual({
      w1: { ...NOTHING, issued: 5, sent: 3, delivered: 2, started: 3, answered: 2, suspect: 1 },
      w2: { ...NOTHING, issued: 1 },
    });
  });

  test('what was delivered was sent, though whoever sent it died before noting so', () => {
    expect(funnels({ rounds: [round(invitation('w1', NOW, { deliveredAt: NOW }))] })).toEqual({
      w1: { ...NOTHING, issued: 1, sent: 1, delivered: 1 },
    });
  });

  test('of a quarterly wave: begun with the first page, answered with the last', () => {
    const answer = { at: NOW, rating: 4 };
    const found = funnels(
      { quarterlies: [quarterly('q1', NOW)] },
      { quarterlies: [quarterly('q1', NOW, { a: { ...answer, suspect: ['trap'] } })] },
      { quarterlies: [quarterly('q1', NOW, { a: answer, b: { ...answer, rating: null, leftOut: true } })] },
    );
    expect(found).toEqual({ q1: { ...NOTHING, issued: 3, started: 2, answered: 1, suspect: 1 } });
  });

  test('a bounce or an opt-out belongs to the invitation before it', () => {
    const rounds = [round(invitation('w1', NOW)), round(invitation('w2', addDays(NOW, 14)))];
    const contact = { bouncedAt: addDays(NOW, 1), optedOutAt: addDays(NOW, 14) };
    expect(funnels({ rounds, contact }, { rounds: [], contact })).toEqual({
      w1: { ...NOTHING, issued: 1, bounced: 1 },
      w2: { ...NOTHING, issued: 1, optedOut: 1 },
    });
    expect(funnels({ rounds, contact: { optedOutAt: addDays(NOW, -1) } })['w1']?.optedOut).toBe(0);
  });
});
