import * as z from 'zod/mini';
import { identifier, slug } from '../domain/identifier.ts';
import type { Parcel } from './delivery.ts';

/** What SES repeats in its events about a mail, so that nobody has to find a seller by her address. Tags hold letters,
 *  digits, _ and - only, and ids hold more: they travel in base64url. */
export type MailTags = Pick<Parcel, 'tenant' | 'sellerId' | 'recommendationId' | 'waveId'>;

const NAMES = ['tenant', 'seller', 'wave', 'recommendation'] as const;

export function toMessageTags({ tenant, sellerId, waveId, recommendationId }: MailTags) {
  const ids = [tenant, sellerId, waveId, recommendationId];
  return NAMES.flatMap((Name, i) => {
    const id = ids[i];
    return id === undefined ? [] : [{ Name, Value: Buffer.from(id, 'utf8').toString('base64url') }];
  });
}

const tagsSchema = z.object({
  tenant: slug,
  seller: identifier,
  wave: identifier,
  recommendation: z.exactOptional(identifier),
});

/** The tags of a mail as SES's events carry them, each a list of values; undefined for a mail that is not ours. */
export function readMessageTags(tags: Readonly<Record<string, readonly string[]>>): MailTags | undefined {
  const ids = NAMES.flatMap((name) => {
    const value = tags[name]?.[0];
    return value === undefined ? [] : [[name, Buffer.from(value, 'base64url').toString('utf8')] as const];
  });
  const read = z.safeParse(tagsSchema, Object.fromEntries(ids));
  if (!read.success) return undefined;
  const { tenant, seller, wave, recommendation } = read.data;
  return {
    tenant,
    sellerId: seller,
    waveId: wave,
    ...(recommendation !== undefined && { recommendationId: recommendation }),
  };
}
