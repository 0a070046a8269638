import { describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { intake, type IntakeParts } from '../../lib/intake/intake.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { withTables } from '../engine.ts';

const RING = parseKeyRing(JSON.stringify({ current: 1, 1: 'k'.repeat(64) }));
const now = toInstant(Date.UTC(2026, 10, 22, 12));

const event = (type: string, sellerId: string, data: object = {}) => ({
  specversion: '1.0',
  id: `${type}/${sellerId}`,
  source: 'shop',
  type,
  time: '2026-11-22T10:00:00Z',
  data: { sellerId, ...data },
});
const described = (sellerId: string) => event('seller.described', sellerId, { displayName: sellerId });
const acted = (sellerId: string) =>
  event('seller.acted', sellerId, { recommendationId: 'r1', response: 'accept', chosen: 3 });

describe('the event seller.erased', () => {
  const tables = withTables();
  const parts = (): IntakeParts => {
    const { client, factsName: facts, ledgerName: ledger } = tables();
    return {
      facts: factsTable(client, facts),
      ledger: ledgerTable(client, ledger, RING),
      eraser: sellerEraser(client, { facts, ledger }, RING),
      now,
    };
  };
  const send = (tenant: string, events: readonly object[], over: Partial<IntakeParts> = {}) =>
    intake(
      events.map((value, place) => ({ place, value })),
      tenant,
      { ...parts(), ...over },
    );
  const held = async (tenant: string, sellerId: string) =>
    (await sellerEraser(tables().client, { facts: 'facts', ledger: 'ledger' }, RING).held(tenant, sellerId))
      .length;

  it('erases her at once and refuses whatever else is said about her, before and after it in the batch', async () => {
    await send('t1', [described('s1'), acted('s1'), described('s2')]);
    expect(await held('t1', 's1')).toBe(2);
    const batch = [acted('s1'), event('seller.erased', 's1'), described('s1'), acted('s2')];
    const taken = await send('t1', batch);
    expect(taken).toMatchObject({ accepted: 2, erased: 2, refused: [{ place: 0 }, { place: 2 }] });
    expect([await held('t1', 's1'), await held('t1', 's2')]).toEqual([0, 2]);
  });

  it('is accepted a second time, and for a seller nobody knows', async () => {
    const again = [event('seller.erased', 's1'), event('seller.erased', 's1'), event('seller.erased', 'new')];
    expect(await send('t1', again)).toMatchObject({ accepted: 3, refused: [], erased: 0 });
    expect(await send('t1', [described('new')])).toMatchObject({ accepted: 0, erased: 1 });
  });

  it('wins against events that were let in just before it', async () => {
    const { facts, eraser } = parts();
    const erasing: IntakeParts['facts'] = {
      ...facts,
      // she is erased between the look into the ledger and the writing
      putSeller: async (tenant, sellerId, ...rest) => {
        await eraser.erase(tenant, sellerId, now);
        return facts.putSeller(tenant, sellerId, ...rest);
      },
    };
    await send('t2', [described('s1'), acted('s1')], { facts: erasing });
    expect(await held('t2', 's1')).toBe(0);
  });

  it('takes away what an intake wrote about her that died before it could look again', async () => {
    const { facts, eraser } = parts();
    await send('t5', [event('seller.erased', 's1')]);
    const dying = { ...eraser, erase: () => Promise.reject(new Error('died')) };
    // it had looked into the ledger before she was in it
    const ledger = { ...parts().ledger, among: () => Promise.resolve(new Set<string>()) };
    await send('t5', [described('s1'), acted('s1')], { facts, ledger, eraser: dying });
    expect(await held('t5', 's1')).toBe(2);
    expect(await send('t5', [described('s1')])).toMatchObject({ accepted: 0, erased: 1 });
    expect(await held('t5', 's1')).toBe(0);
  });

  it('erases in its own tenant only', async () => {
    await send('t3', [described('s1')]);
    await send('t4', [event('seller.erased', 's1')]);
    expect(await held('t3', 's1')).toBe(1);
  });
});
