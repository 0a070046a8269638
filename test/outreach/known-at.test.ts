import { describe, expect, test } from 'vitest';
import { addDays, type Instant } from '../../lib/domain/instant.ts';
import { askedBy } from '../../lib/outreach/known-at.ts';
import type { Invitation, Reply, Round } from '../../lib/rounds/round.ts';
import type { SellerHistory } from '../../lib/store/seller-history.ts';
import { fact, NOW } from '../survey/marketplace.ts';

const day = (n: number): Instant => addDays(NOW, n);
const invitation: Invitation = {
  waveId: 'w',
  linkHash: '0',
  issueNo: 1,
  arm: 'elicit',
  invitedAt: day(1),
  closesAt: day(30),
  sentAt: day(2),
  deliveredAt: day(3),
};
const reply = (revision: number, at: Instant): Reply => ({
  ...fact(at),
  revision,
  submissionId: `${revision}`,
  decision: 'accept',
  chosen: revision,
  trustRating: null,
  mainReason: null,
});
const round: Round = {
  tenant: 'us',
  sellerId: 's',
  recommendationId: 'r',
  invitation,
  priorPlan: { ...fact(day(4)), value: 1, revealedAt: day(4) },
  reply: reply(3, day(7)),
  earlierReplies: [reply(1, day(5)), reply(2, day(6))],
  keptUntil: day(40),
};
const history: SellerHistory = {
  sellerId: 's',
  rounds: [round],
  quarterlies: [
    {
      ...invitation,
      tenant: 'us',
      sellerId: 's',
      answers: { a: { at: day(4), rating: 1 }, b: { at: day(6), rating: 2 } },
    },
  ],
  contact: { bouncedAt: day(3), optedOutAt: day(8), complainedAt: day(1) },
};
const at = (n: number) => askedBy(history, day(n));

describe('a history as it was known at a cut', () => {
  test.each([
    [0, { asked: false, sent: false, delivered: false, plan: false, replies: [] }],
    [1, { asked: true, sent: false, delivered: false, plan: false, replies: [] }],
    [2, { asked: true, sent: true, delivered: false, plan: false, replies: [] }],
    [4, { asked: true, sent: true, delivered: true, plan: true, replies: [] }],
    [5, { asked: true, sent: true, delivered: true, plan: true, replies: [1] }],
    [6, { asked: true, sent: true, delivered: true, plan: true, replies: [1, 2] }],
    [9, { asked: true, sent: true, delivered: true, plan: true, replies: [1, 2, 3] }],
  ])('has what had happened to a question by day %d', (n, expected) => {
    const [known] = at(n).rounds;
    expect({
      asked: known?.invitation !== undefined,
      sent: known?.invitation?.sentAt !== undefined,
      delivered: known?.invitation?.deliveredAt !== undefined,
      plan: known?.priorPlan !== undefined,
      replies: [...(known?.earlierReplies ?? []), known?.reply].flatMap((each) => each?.revision ?? []),
    }).toEqual(expected);
  });

  test('has the questionnaires and answers there were', () => {
    expect(at(0).quarterlies).toEqual([]);
    expect(at(1).quarterlies[0]).not.toHaveProperty('sentAt');
    expect(Object.keys(at(5).quarterlies[0]?.answers ?? {})).toEqual(['a']);
    expect(Object.keys(at(6).quarterlies[0]?.answers ?? {})).toEqual(['a', 'b']);
  });

  test('knows of bounces and opt-outs once they came', () => {
    expect(at(2).contact).toEqual({});
    expect(at(3).contact).toEqual({ bouncedAt: day(3) });
    expect(at(8).contact).toEqual({ bouncedAt: day(3), optedOutAt: day(8) });
  });

  test('has no round that is kept no longer', () => {
    expect(at(39).rounds).toHaveLength(1);
    expect(at(40).rounds).toEqual([]);
  });
});
