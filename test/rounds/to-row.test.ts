import { describe, expect, it } from 'vitest';
import { milliseconds, toInstant } from '../../lib/domain/instant.ts';
import { withFields } from '../../lib/rounds/plain-row.ts';
import type { Reply, Round } from '../../lib/rounds/round.ts';
import { readRounds } from '../../lib/rounds/rounds-file.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { toRow } from '../../lib/rounds/to-row.ts';

const day = (n: number) => toInstant(Date.UTC(2026, 0, 5) + n * 86_400_000);
const fact = (n: number) => ({ at: day(n), id: `shop/${n}`, ingestedAt: day(n) });

const recommendation = {
  ...fact(0),
  recommender: 'replenishment',
  value: 120,
  unit: 'pieces',
  lowerBound: 0,
  reasons: [],
  expiresAt: day(7),
  priorPlan: 90,
  priorPlanRepeat: 95,
  valueBeforeJitter: 118,
  platformForecast: 110,
  platformMargin: 2.5,
  underageCost: 4,
  overageCost: 1,
};
const LOGGED = {
  beforeJitter: 118,
  platformForecast: 110,
  platformMargin: 2.5,
  underageCost: 4,
  overageCost: 1,
};
const invitation = {
  waveId: 'w1',
  linkHash: 'a'.repeat(64),
  issueNo: 1,
  arm: 'elicit' as const,
  invitedAt: day(1),
  closesAt: day(6),
};
const reply = (n: number, changes: Partial<Reply> = {}): Reply => ({
  ...fact(n),
  revision: 1,
  submissionId: 'a1',
  decision: 'adjust',
  chosen: 110,
  trustRating: 5,
  mainReason: null,
  ...changes,
});

const round = (changes: Partial<Round> = {}): Round => ({
  tenant: 'us',
  sellerId: 's1',
  recommendationId: 'r1',
  recommendation,
  ...changes,
});
const full = round({
  invitation,
  priorPlan: { ...fact(2), value: 100, revealedAt: day(2) },
  reply: reply(3, { revision: 2, chosen: 115, trustRating: null, decision: 'accept' }),
  earlierReplies: [reply(2)],
  action: { ...fact(4), response: 'adjust', chosen: 117 },
  outcome: { ...fact(8), value: 130, result: -4.5, censored: true },
  outcomeShown: fact(9),
});
const seller = { ...fact(0), segments: { size: 'small' }, covariates: { years: 3 } };

const at = (cut: number, of: Round = full) => toRow(of, day(cut), seller);
const plain = (row: RoundRow) => withFields(row, { line: 0 });

describe('a stored round as a row', () => {
  it('holds all that is known', () => {
    expect(toRow(full, day(10), seller)).toEqual({
      line: 0,
      sellerId: 's1',
      recommender: 'replenishment',
      position: milliseconds(day(0)),
      askedAt: day(0),
      priorPlan: 100,
      priorPlanRepeat: null, // upstream's repeats upstream's plan, not the one given on the page
      recommended: 120,
      chosen: 117,
      outcome: 130,
      unit: 'pieces',
      lowerBound: 0,
      upperBound: null,
      trustRating: null,
      outcomeSeen: true,
      outcomeSeenPosition: milliseconds(day(9)),
      response: 'adjust',
      result: -4.5,
      outcomeLog: { censored: true, fidelity: null },
      sender: LOGGED,
      processes: {},
      segments: { size: 'small' },
      covariates: { years: 3 },
    } satisfies RoundRow);
  });

  it('knows nothing that was heard after the cut', () => {
    expect(at(-1)).toBeUndefined();
    expect(at(0)).toMatchObject({
      priorPlan: 90,
      priorPlanRepeat: 95,
      chosen: null,
      response: null,
      outcomeSeen: false,
    });
    expect(at(2)).toMatchObject({ priorPlan: 100, chosen: 110, trustRating: 5, response: 'adjust' });
    expect(at(3)).toMatchObject({ chosen: 115, trustRating: null, response: 'accept' });
    expect(at(2)).not.toHaveProperty('trustItem');
    const wording = { language: 'es', items: ['decision@1', 'trust@2'] };
    expect(at(3, round({ reply: reply(3, { wording }) }))).toMatchObject({
      trustRating: 5,
      trustItem: 'trust@2',
    });
    const unrated = reply(3, { wording, trustRating: null });
    expect(at(3, round({ reply: unrated }))).not.toHaveProperty('trustItem');
    expect(at(3)).not.toHaveProperty('suspect');
    expect(at(3, round({ reply: reply(3, { suspect: ['trap'] }) }))).toMatchObject({ suspect: true });
    expect(at(4)).toMatchObject({ chosen: 117, response: 'adjust', outcome: null });
    expect(at(8)).toMatchObject({ outcome: 130, outcomeSeen: false, outcomeSeenPosition: null });
    const bare = { ...fact(0), recommender: 'r', value: 1, unit: 'x', reasons: [], expiresAt: day(7) };
    expect(at(1, round({ recommendation: bare }))).toMatchObject({ priorPlanRepeat: null, sender: null });
    expect(toRow(full, day(3), { ...seller, ...fact(5) })?.segments).toEqual({});
  });

  it('cuts by when a fact was heard, not by when it happened', () => {
    const late = round({ outcome: { ...fact(1), ingestedAt: day(5), value: 1 } });
    expect(at(4, late)?.outcome).toBeNull();
    expect(at(5, late)?.outcome).toBe(1);
  });

  it('calls silence none only when nobody can answer any more', () => {
    const silent = round({ invitation: { ...invitation, closesAt: day(9) } });
    expect(at(8, silent)?.response).toBeNull();
    expect(at(9, silent)?.response).toBe('none');
    expect(at(6, round({ invitation }))?.response).toBeNull(); // closed, but the recommendation still holds
    expect(at(6, round())?.response).toBeNull();
    expect(at(7, round())?.response).toBe('none');
    expect(at(7, round())?.chosen).toBeNull();
  });

  it('believes an answer rather than an upstream that saw none', () => {
    const none = { ...fact(4), response: 'none' as const };
    expect(at(5, round({ action: none, reply: reply(3) }))).toMatchObject({
      response: 'adjust',
      chosen: 110,
    });
    expect(at(5, round({ action: none }))?.response).toBe('none');
  });

  it('is no row before a recommendation is known', () => {
    expect(
      at(9, { tenant: 'us', sellerId: 's1', recommendationId: 'r1', outcome: { ...fact(1), value: 1 } }),
    ).toBeUndefined();
  });
});

describe('rows as a rounds file', () => {
  const rows = [full, round({ recommendationId: 'r2' }), round({ sellerId: 's0' })].flatMap(
    (each) => toRow(each, day(10), seller) ?? [],
  );

  it('are read back as they were', async () => {
    const read = await readRounds({ name: 'snapshot.jsonl', bytes: Buffer.from(roundsJsonl(rows)) });
    expect(read.rejections).toEqual([]);
    const bySeller = rows.toSorted((a, b) => (a.sellerId < b.sellerId ? -1 : 1));
    expect(read.rows.map(plain)).toEqual(bySeller.map(plain));
  });

  it('are one text for one set of rows', () => {
    expect(roundsJsonl(rows.toReversed().toSorted((a, b) => a.position - b.position))).toHaveLength(
      roundsJsonl(rows).length,
    );
    expect(roundsJsonl([])).toBe('');
  });

  it('are read back when rounds are only numbered', async () => {
    const order = { askedAt: null, outcomeSeenPosition: null, recommended: null };
    const numbered = rows.map((row, index): RoundRow =>
      Object.assign({}, row, order, { position: index + 1 }),
    );
    const read = await readRounds({ name: 'rows.jsonl', bytes: Buffer.from(roundsJsonl(numbered)) });
    expect(read.rejections).toEqual([]);
    expect(read.rows.map(({ position }) => position)).toEqual([3, 1, 2]);
  });
});
