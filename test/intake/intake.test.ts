import { beforeEach, describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { takePosted } from '../../lib/intake/batch.ts';
import { EXAMPLE, contract } from '../../lib/intake/contract.ts';
import type { IntakeParts } from '../../lib/intake/intake.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { withTables } from '../engine.ts';

const now = toInstant(Date.UTC(2026, 10, 29));
const ring = parseKeyRing(JSON.stringify({ current: 1, '1': 'x'.repeat(64) }));
const JSON_TYPE = 'application/cloudevents-batch+json';
const about = { sellerId: 's1', recommendationId: 'r1' };
const event = (type: string, data: object, changes: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'shop',
  type,
  time: '2026-11-20T08:00:00Z',
  data,
  ...changes,
});
const outcome = (changes: object = {}) => event('outcome.observed', { ...about, value: 7, ...changes });
let count = 0;

describe('a posted batch', () => {
  const tables = withTables();
  let tenant: string;
  let parts: IntakeParts;
  let facts: FactsTable;
  beforeEach(() => {
    count += 1;
    tenant = `t${count}`;
    facts = factsTable(tables().client, tables().factsName);
    const names = { facts: tables().factsName, ledger: tables().ledgerName };
    const eraser = sellerEraser(tables().client, names, ring);
    parts = { facts, ledger: ledgerTable(tables().client, tables().ledgerName, ring), eraser, now };
  });
  const post = async (events: unknown, contentType: string | undefined = JSON_TYPE) => {
    const body = typeof events === 'string' ? events : JSON.stringify(events);
    return (await takePosted({ contentType, body }, tenant, parts)).answer;
  };

  it('of the contract’s own example is taken, and makes a round', async () => {
    expect(await post(EXAMPLE)).toEqual({ status: 200, body: { accepted: 5, refused: [] } });
    const { seller, rounds } = await facts.readSeller(tenant, 'seller-17');
    expect(seller).toMatchObject({ locale: 'de-AT', segments: { size: 'small' }, covariates: { years: 3 } });
    expect(rounds).toMatchObject([
      {
        recommendation: { value: 120, reasons: ['Demand rose by a fifth in four weeks'], ingestedAt: now },
        action: { response: 'adjust', chosen: 100 },
        outcome: { value: 108, result: 412.5 },
        outcomeShown: { at: '2025-11-28T08:00:00.000Z' },
      },
    ]);
    expect(await post(EXAMPLE)).toEqual({ status: 200, body: { accepted: 5, refused: [] } });
  });

  it('loses nothing good around what is bad', async () => {
    const bad: [index: number, event: unknown, field: string, value: string, reason: RegExp][] = [
      [
        1,
        outcome({ value: '7' }),
        'data.value',
        '7',
        /text where a number belongs; send a number, without quotes/,
      ],
      [2, outcome({ value: null }), 'data.value', 'null', /null; leave the field out/],
      [
        3,
        outcome({ sellerId: undefined }),
        'data.sellerId',
        '',
        /missing; every event of this type needs it/,
      ],
      [
        4,
        event('outcome.seen', about),
        'type',
        'outcome.seen',
        /not a known event type; use one of seller\.described/,
      ],
      [
        5,
        event('seller.acted', { ...about, response: 'yes' }),
        'data.response',
        'yes',
        /use one of accept, keep, adjust, dismiss, none/,
      ],
      [6, outcome({ valeu: 1 }), 'data.valeu', '1', /not a field of outcome.observed; did you mean value\?/],
      [
        7,
        event('outcome.shown', about, { time: '2027-01-01T00:00:00Z' }),
        'time',
        '2027-01-01T00:00:00.000Z',
        /future; check the clock/,
      ],
      [8, event('outcome.shown', about, { time: 'yesterday' }), 'time', 'yesterday', /RFC 3339/],
      [9, 'not an event', 'event', 'not an event', /not an object; send an object/],
      [10, null, 'event', 'null', /null/],
      [11, { ...outcome(), specversion: '1.1' }, 'specversion', '1.1', /use one of 1\.0/],
      [
        12,
        event('seller.described', { sellerId: 's1', segments: { 'a b': 'x' } }),
        'data.segments.a b',
        'x',
        /not a name/,
      ],
      [13, outcome({ sellerId: 's1\n#' }), 'data.sellerId', 's1\uFFFD#', /not an id; use 1 to 128/],
      [14, outcome({ value: 'x'.repeat(500) }), 'data.value', `${'x'.repeat(79)}…`, /text where a number/],
    ];
    const good = [outcome(), ...Array.from({ length: 3 }, (_, n) => outcome({ recommendationId: `g${n}` }))];
    const { status, body } = await post([good[0], ...bad.map(([, each]) => each), ...good.slice(1)]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 4 });
    const refused = 'refused' in body && Array.isArray(body.refused) ? body.refused : [];
    expect(refused).toHaveLength(bad.length);
    for (const [n, [index, , field, value, reason]] of bad.entries())
      expect(refused[n]).toEqual({
        index,
        field,
        value,
        reason: expect.stringMatching(reason),
        id: refused[n].id,
      });
    expect(refused[0].id).toBe('e1');
    expect((await facts.readSeller(tenant, 's1')).rounds).toHaveLength(4);
  });

  it('says how much more is wrong with an event', async () => {
    const { body } = await post([event('outcome.observed', { value: 'x' })]);
    expect(body).toMatchObject({ refused: [{ reason: expect.stringContaining('(and 2 more)') }] });
  });

  it('reads 1e400 as no number, and NaN as no JSON', async () => {
    const text = JSON.stringify([outcome()]);
    expect((await post(text.replace('"value":7', '"value":1e400'))).body).toMatchObject({
      refused: [
        { field: 'data.value', value: 'Infinity', reason: expect.stringMatching(/not a finite number/) },
      ],
    });
    expect((await post(text.replace('"value":7', '"value":NaN'))).status).toBe(400);
  });

  it('with something in it that nests without end, or a name the table cannot keep, loses only that', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const kept = JSON.stringify(outcome());
    const odd = ['segments', 'covariates'].map((map, i) =>
      JSON.stringify(
        event('seller.described', { sellerId: 's1', [map]: { constructor: i === 0 ? 'x' : 1 } }),
      ),
    );
    expect(await post(`[${[kept, deep, ...odd].join(',')}]`)).toMatchObject({
      status: 200,
      body: {
        accepted: 1,
        refused: [
          { index: 1 },
          { index: 2, field: 'data.segments.constructor', reason: expect.stringContaining('cannot be kept') },
          { index: 3, field: 'data.covariates.constructor' },
        ],
      },
    });
  });

  it('takes one event alone', async () => {
    expect(await post(outcome(), 'application/cloudevents+json; charset=utf-8')).toMatchObject({
      body: { accepted: 1 },
    });
  });

  it.each([
    [400, '', JSON_TYPE, /empty/],
    [400, '{', JSON_TYPE, /not JSON/],
    [400, '{}', JSON_TYPE, /not an array/],
    [415, '[]', 'text/plain', /content type text\/plain/],
    [415, '[]', '', /none/],
    [413, JSON.stringify(Array(2001).fill(0)), JSON_TYPE, /2001 events; send at most 2000/],
    [413, `[${' '.repeat(4 * 1024 * 1024)}]`, JSON_TYPE, /bytes; send at most/],
  ])('that cannot be read as a whole is a problem %i', async (status, body, contentType, detail) => {
    expect(await post(body, contentType)).toEqual({
      status,
      body: {
        type: 'about:blank',
        title: expect.any(String),
        status,
        detail: expect.stringMatching(detail),
      },
    });
  });

  it('tells nothing new about a seller who was erased', async () => {
    await ledgerTable(tables().client, tables().ledgerName, ring).add(tenant, 'erased', 's1', now);
    const events = [outcome(), outcome({ sellerId: 's2' }), event('seller.described', { sellerId: 's1' })];
    const { taken } = await takePosted(
      { contentType: JSON_TYPE, body: JSON.stringify(events) },
      tenant,
      parts,
    );
    expect(taken).toMatchObject({
      accepted: 1,
      erased: 2,
      refused: [{ place: 0, field: 'data.sellerId' }, { place: 2 }],
    });
    expect(await facts.readSeller(tenant, 's1')).toEqual({ sellerId: 's1', rounds: [] });
  });

  it('keeps tenants apart', async () => {
    await post([outcome()]);
    expect((await facts.readSeller(`${tenant}x`, 's1')).rounds).toEqual([]);
  });
});

describe('the contract', () => {
  it('has a schema of every event that goes out', () => {
    const { data } = JSON.parse(JSON.stringify(contract().out));
    expect(Object.keys(data)).toEqual([
      'invitation.created',
      'seller.replied',
      'seller.contested',
      'report.published',
      'alert.raised',
    ]);
    expect(data['alert.raised'].required).toContain('permalink');
    expect(data['alert.raised'].required).not.toContain('url');
    expect(JSON.stringify(data)).not.toMatch(/"(email|token)"/);
  });

  it('is JSON, and its example follows its schema', async () => {
    const { default: Ajv } = await import('ajv/dist/2020.js');
    const told = JSON.parse(JSON.stringify(contract()));
    const validate = new Ajv.default({ strict: false }).compile(told.post.schema);
    expect(validate(told.post.example)).toBe(true);
    expect(validate([outcome({ value: '7' })])).toBe(false);
    expect(told.files.kinds.recommendations.columns).toContain('expires_at');
    const issued = told.post.schema.items.oneOf ?? told.post.schema.items.anyOf;
    expect(JSON.stringify(issued)).toContain('"platformForecast":{"type":"number"');
  });
});
