import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, DAY, milliseconds, type Instant } from '../../lib/domain/instant.ts';
import { refusalOf, withAsking, type Asking, type Caps } from '../../lib/store/contact.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { outbox } from '../../lib/store/outbox.ts';
import type { Contact } from '../../lib/store/row-schema.ts';
import { withTables } from '../engine.ts';
import { facts, minute, order } from './builders.ts';

const day = (days: number) => addDays(minute(0), days);
const asking = (waveId: string, invitedAt: Instant): Asking => ({ waveId, invitedAt });

const capsOf = fc.record({
  quietDays: fc.constantFrom(0, 7, 14),
  perQuarter: fc.integer({ min: 1, max: 5 }),
});

/** Whether a history of invitations keeps to the caps, by counting every window. */
function keeps(instants: readonly Instant[], { quietDays, perQuarter }: Caps): boolean {
  const days = instants.map((at) => milliseconds(at) / DAY).toSorted((a, b) => a - b);
  const apart = days.every((at, i) => i === 0 || at - (days[i - 1] ?? 0) >= quietDays);
  return (
    apart && days.every((from) => days.filter((at) => at >= from && at < from + 91).length <= perQuarter)
  );
}

/** Of a seller who was invited on these days, by w0, w1 and so on. */
const contact = (...days: number[]): Contact =>
  days.reduce<Contact>((known, at, i) => ({ invitations: withAsking(known, asking(`w${i}`, day(at))) }), {});

describe('refusalOf', () => {
  const four = { quietDays: 14, perQuarter: 4 };
  const of = (known: Contact | undefined, at: number, waveId = 'new') =>
    refusalOf(known, asking(waveId, day(at)), four);

  it('asks one in fourteen days and four in any 91', () => {
    expect(of(undefined, 0)).toBeUndefined();
    expect(of(contact(0), 13.99)).toBe('restingDays');
    expect(of(contact(0), 14)).toBeUndefined();
    expect(of(contact(0, 14, 28), 42)).toBeUndefined();
    expect(of(contact(0, 14, 28, 42), 90.99)).toBe('restingQuarter');
    expect(of(contact(0, 14, 28, 42), 91)).toBeUndefined();
    expect(of(contact(0, 14, 28, 42, 91), 104.99)).toBe('restingDays');
    expect(of(contact(0, 14, 28, 42, 91), 105)).toBeUndefined();
  });

  it('a wave that is repeated after a later one finds the later one', () => {
    expect(of(contact(20), 10)).toBe('restingDays');
    expect(of(contact(20, 40), 10, 'w1')).toBe('alreadyInvited');
  });

  it('knows what earlier versions wrote', () => {
    const old: Contact = { lastWaveId: 'w0', lastInvitedAt: day(0) };
    expect([of(old, 30, 'w0'), of(old, 5), of(old, 14)]).toEqual([
      'alreadyInvited',
      'restingDays',
      undefined,
    ]);
  });

  it('never again after an opt-out, a bounce or a complaint', () => {
    expect(of({ optedOutAt: day(0) }, 400)).toBe('optedOut');
    expect(of({ bouncedAt: day(0) }, 400)).toBe('bounced');
    expect(of({ complainedAt: day(0) }, 400)).toBe('complained');
  });

  it('in any order of any instants keeps both caps, with thirteen kept', () => {
    const caps = fc.record({
      quietDays: fc.constantFrom(0, 3, 14),
      perQuarter: fc.integer({ min: 1, max: 13 }),
    });
    fc.assert(
      fc.property(caps, fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 }), (rules, days) => {
        let known: Contact | undefined;
        const taken: Instant[] = [];
        for (const [i, at] of days.entries()) {
          const one = asking(`w${i}`, day(at));
          if (refusalOf(known, one, rules) !== undefined) continue;
          known = { invitations: withAsking(known, one) };
          taken.push(one.invitedAt);
        }
        expect(keeps(taken, rules)).toBe(true);
        expect(known?.invitations?.length ?? 0).toBeLessThanOrEqual(13);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('waves that race', () => {
  const tables = withTables();
  const table = () => factsTable(tables().client, tables().factsName);
  let n = 0;

  async function waitingIn(tenant: string): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of outbox(tables().client, tables().factsName).all(tenant)) ids.push(id);
    return ids.toSorted();
  }

  it('of a recommendation wave and a quarterly wave at once, one asks', async () => {
    for (let i = 0; i < 10; i += 1) {
      const tenant = `pair${i}`;
      await table().importRounds(tenant, [facts()], minute(1));
      const both = await Promise.all([
        table().invite(tenant, order()),
        table().inviteQuarterly(tenant, {
          sellerId: 's1',
          waveId: 'q1',
          linkHash: 'b'.repeat(64),
          keyId: 1,
          issueNo: 1,
          invitedAt: minute(3),
          closesAt: day(14),
        }),
      ]);
      expect(both.toSorted()).toEqual(['invited', 'restingDays']);
    }
  });

  it('keep both caps for every seller, ask once a wave, and leave a message for each invitation and no other', async () => {
    const wave = fc.record({
      kind: fc.constantFrom('recommendation', 'quarterly'),
      at: fc.integer({ min: 0, max: 200 }),
      name: fc.nat(5),
    });
    await fc.assert(
      fc.asyncProperty(capsOf, fc.array(wave, { minLength: 2, maxLength: 8 }), async (caps, waves) => {
        const tenant = `t${(n += 1)}`;
        const rounds = waves.map((_, i) => facts({ recommendationId: `r${i}` }));
        await table().importRounds(tenant, rounds, minute(1));
        const outcomes = await Promise.all(
          waves.map(({ kind, at, name }, i) => {
            const waveId = `${kind}-${name}`;
            const linkHash = String(i).padStart(64, '0');
            const sendings = [{ reminder: 0, dueAt: day(at) }];
            const common = { waveId, linkHash, invitedAt: day(at), closesAt: day(at + 7), caps, sendings };
            return kind === 'quarterly'
              ? table().inviteQuarterly(tenant, { ...common, sellerId: 's1', keyId: 1, issueNo: 1 })
              : table().invite(tenant, order({ ...common, recommendationId: `r${i}` }));
          }),
        );
        const taken = waves.filter((_, i) => outcomes[i] === 'invited');
        expect(taken.length).toBeGreaterThan(0);
        expect(
          keeps(
            taken.map(({ at }) => day(at)),
            caps,
          ),
        ).toBe(true);
        const names = taken.map(({ kind, name }) => `${kind}-${name}`);
        expect(new Set(names).size).toBe(names.length);
        expect(await waitingIn(tenant)).toEqual(names.map((name) => `${name}|s1|0`).toSorted());
        const { rounds: kept, quarterlies = [] } = await table().readSeller(tenant, 's1');
        const asked = kept.filter(({ invitation }) => invitation !== undefined).length + quarterlies.length;
        expect(asked).toBe(taken.length);
      }),
      { seed: 12, numRuns: 25 },
    );
  });
});
