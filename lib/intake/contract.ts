import * as z from 'zod/mini';
import { EVENTS_OUT } from '../post/events-out.ts';
import { eventSchema } from '../rounds/event.ts';
import { BATCH_LIMITS } from './batch.ts';
import { TABLE_KINDS } from './table-columns.ts';

/** What may be sent, for whoever connects a system: the JSON Schema of a batch, one example a type, the columns of files. */
export function contract() {
  return {
    post: {
      path: '/v1/events',
      authorization: 'AWS Signature Version 4, service execute-api',
      contentType: 'application/cloudevents-batch+json',
      limits: BATCH_LIMITS,
      answer: '{accepted, refused: [{index, id, field, value, reason}]}; sending a batch again is safe',
      schema: z.toJSONSchema(z.array(eventSchema), { io: 'input' }),
      example: EXAMPLE,
    },
    files: {
      key: 'in/<tenant>/<kind>/<name>.csv or .jsonl, also with .gz',
      results: 'out/<tenant>/<kind>/<name>.accepted.json and .rejected.jsonl',
      kinds: { events: 'one event a line (.jsonl)', ...columns() },
    },
    /** What the stage tells in turn. */
    out: {
      bus: 'the EventBridge bus that the stack names in its output EventBus',
      source: 'seller-trust',
      detail: 'a CloudEvent: {specversion, id, source, type, time, data}; its type is the detail type',
      delivery: 'each at most once; the id is the same whenever one is sent again by hand',
      data: Object.fromEntries(
        Object.entries(EVENTS_OUT).map(([type, data]) => [type, z.toJSONSchema(data, { io: 'input' })]),
      ),
    },
  };
}

function columns() {
  const kinds = Object.entries(TABLE_KINDS).map(([name, kind]) => {
    const families = 'families' in kind ? Object.keys(kind.families).map((start) => `${start}<name>`) : [];
    const names = [...Object.keys(kind.columns), kind.time, ...families];
    return [name, { columns: names, required: kind.required, becomes: kind.type }];
  });
  return Object.fromEntries(kinds);
}

const envelope = { specversion: '1.0', source: 'planning' } as const;
const about = { sellerId: 'seller-17', recommendationId: 'kettle-2025-w48' };

/** One seller's round from beginning to end. */
export const EXAMPLE: readonly z.input<typeof eventSchema>[] = [
  {
    ...envelope,
    id: '1',
    type: 'seller.described',
    time: '2025-11-20T08:00:00Z',
    data: { sellerId: 'seller-17', locale: 'de-AT', segments: { size: 'small' }, covariates: { years: 3 } },
  },
  {
    ...envelope,
    id: '2',
    type: 'recommendation.issued',
    time: '2025-11-20T09:00:00Z',
    data: {
      ...about,
      recommender: 'replenishment',
      value: 120,
      unit: 'pieces',
      lowerBound: 0,
      upperBound: 500,
      title: 'Blue kettle, 1.7 l',
      reasons: ['Demand rose by a fifth in four weeks'],
      expiresAt: '2025-11-27T09:00:00Z',
    },
  },
  {
    ...envelope,
    id: '3',
    type: 'seller.acted',
    time: '2025-11-21T10:30:00Z',
    data: { ...about, response: 'adjust', chosen: 100 },
  },
  {
    ...envelope,
    id: '4',
    type: 'outcome.observed',
    time: '2025-11-28T00:00:00Z',
    data: { ...about, value: 108, result: 412.5 },
  },
  { ...envelope, id: '5', type: 'outcome.shown', time: '2025-11-28T08:00:00Z', data: about },
];
