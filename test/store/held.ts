import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { KeyRing } from '../../lib/link/key-ring.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import {
  contactKey,
  linkKey,
  messageKey,
  outboxKey,
  quarterlyKey,
  roundKey,
  sellerKey,
  type Key,
} from '../../lib/store/key.ts';
import { outboxRowSchema } from '../../lib/store/outbox-row.ts';
import {
  contactRowSchema,
  linkRowSchema,
  messageRowSchema,
  quarterlyRowSchema,
  roundRowSchema,
  sellerRowSchema,
} from '../../lib/store/row-schema.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import type { Tables } from '../tables.ts';
import { minute } from './builders.ts';

export type Item = Record<string, unknown>;

/** One row of every kind about a seller, two of some, each with every attribute its schema knows: 10 rows. */
export function everything(ring: KeyRing, tenant: string, sellerId: string): Item[] {
  const [recommendationId, waveId] = ['r1', 'w1'];
  const hash = (about: string, issueNo: number) =>
    mintToken(ring, { id: tenant, number: 9 }, invitationId(tenant, sellerId, about, waveId), issueNo)
      .linkHash;
  const round = sample(roundRowSchema);
  const invitation = { ...asItem(round['invitation']), waveId, issueNo: 2, linkHash: hash('r1', 2) };
  const asked = { ...sample(quarterlyRowSchema), issueNo: 1, linkHash: hash('', 1) };
  const link = { ...sample(linkRowSchema), tenant, sellerId, ttl: 4_000_000_000 };
  const [invited, contested, replied] = z
    .toJSONSchema(outboxRowSchema, { io: 'input' })
    .oneOf?.map((each) => asItem(sampleOf(each))) ?? [{}, {}, {}];
  const row = (key: Key, item: Item) => ({ ...key, ...item });
  return [
    row(sellerKey(tenant, sellerId), sample(sellerRowSchema)),
    row(contactKey(tenant, sellerId), sample(contactRowSchema)),
    row(roundKey(tenant, sellerId, recommendationId), { ...round, invitation, touchedAt: minute(1) }),
    row(roundKey(tenant, sellerId, 'r2'), { v: 1, touchedAt: minute(1), action: round['action'] }),
    row(quarterlyKey(tenant, sellerId, waveId), asked),
    row(messageKey(tenant, sellerId, 'm1'), sample(messageRowSchema)),
    row(linkKey(tenant, hash('r1', 1)), { ...link, status: 'revoked' }),
    row(linkKey(tenant, hash('r1', 2)), link),
    row(linkKey(tenant, hash('', 1)), link),
    row(outboxKey(tenant, minute(9), `w1|${sellerId}|0`), { ...invited, sellerId }),
    row(outboxKey(tenant, minute(9), `contested|${sellerId}|m1`), { ...contested, sellerId }),
    row(outboxKey(tenant, minute(9), `replied|${sellerId}|r1|1`), { ...replied, sellerId }),
  ];
}

export async function put({ client, factsName }: Tables, items: readonly Item[]): Promise<void> {
  const { documents, name } = tableClient(client, factsName);
  for (const Item of items) await documents.send(new PutCommand({ TableName: name, Item }));
}

/** Every row of a table, in the order of keys. */
export async function scan({ client }: Tables, table: string): Promise<Item[]> {
  const { documents, name } = tableClient(client, table);
  const rows: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await documents.send(new ScanCommand({ TableName: name, ExclusiveStartKey }));
    rows.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows.toSorted((a, b) => (`${a['pk']}\n${a['sk']}` < `${b['pk']}\n${b['sk']}` ? -1 : 1));
}

type Schema = z.core.JSONSchema._JSONSchema;

/** A row with every attribute that a schema knows, also the optional ones. */
function sample(schema: z.ZodMiniType): Item {
  return asItem(sampleOf(z.toJSONSchema(schema, { io: 'input' })));
}

let texts = 0;

function sampleOf(schema: Schema): unknown {
  if (typeof schema === 'boolean') return 'anything';
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [either] = schema.anyOf ?? schema.oneOf ?? [];
  if (either !== undefined) return sampleOf(either);
  if (schema.type === 'array') return [sampleOf([schema.items ?? true].flat()[0] ?? true)];
  if (schema.type === 'object' && schema.properties === undefined)
    return { entry: sampleOf(schema.additionalProperties ?? true) };
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, each]) => [
        name,
        isInstant(name) ? minute(5) : sampleOf(each),
      ]),
    );
  if (schema.type === 'boolean') return true;
  texts += 1;
  return [schema.type].flat().includes('string') ? `text ${texts}` : texts;
}

/** In JSON Schema an instant is any text. */
const isInstant = (name: string): boolean => /(At|Until|^until|^at)$/.test(name);

function asItem(value: unknown): Item {
  return z.record(z.string(), z.unknown()).parse(value);
}
