import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { toInstant } from '../../lib/domain/instant.ts';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';

/** What an attacker, or a careless system, puts where a text goes: markup, a formula, a turn of direction. */
const EVIL = '</script><svg onload=alert(1)>"\u202E=HYPERLINK("//evil.example")';

/** One text for each place where text from outside can stand, each to be told from the others. */
export const CANARY = {
  name: `=CanaryName${EVIL}`,
  email: 'canary.mail@example.com',
  title: `=CanaryTitle${EVIL}`,
  reason: `=CanaryReason${EVIL}`,
  risk: `=CanaryRisk${EVIL}`,
  promise: `=CanaryPromise${EVIL}`,
  segment: '=CanarySegment</script><svg onload=alert(1)>"\u202E',
  unit: `CanaryUnit<svg onload=alert(1)>`,
  typed: `=CanaryTyped${EVIL}`,
  message: `=CanaryMessage${EVIL}`,
} as const;

/** What is told to nobody but the seller herself; units and segments are what analyses are about. */
export const TEXTS = /Canary(?:Name|Title|Reason|Risk|Promise|Typed|Message)|canary\.mail/;
export const IDS = /CanarySeller|CanaryRound/;
export const ANY = /canary/i;

/** A small simulated marketplace whose every text is a canary; one line of it is wrong.
 *  @returns how many events are good */
export async function sendCanaries(client: S3Client, bucket: string): Promise<number> {
  const now = toInstant(Date.now());
  const about = { tenant: 'us', sellers: 16, recommenders: ['replenishment'], weeks: 4, now, seed: 1 };
  const { events } = marketplaceEvents(about);
  const lines = events.map((event) => JSON.stringify({ ...event, data: canaried(event.type, event.data) }));
  const bad = { ...events[0], data: { sellerId: 'CanarySeller-bad', email: CANARY.typed } };
  const put = (name: string, body: string) =>
    client.send(
      new PutObjectCommand({ Bucket: bucket, Key: `in/us/events/${name}.jsonl`, Body: `${body}\n` }),
    );
  await put('good', lines.join('\n'));
  await put('bad', JSON.stringify(bad));
  return lines.length;
}

function canaried(type: string, data: Readonly<Record<string, unknown>>) {
  const { sellerId, recommendationId, ...rest } = data;
  const ids = {
    sellerId: `CanarySeller-${String(sellerId)}`,
    ...(recommendationId !== undefined && { recommendationId: `CanaryRound-${String(recommendationId)}` }),
  };
  if (type === 'seller.described') {
    const { name: displayName, email, segment } = CANARY;
    return { ...rest, ...ids, displayName, email, locale: 'en', segments: { size: segment } };
  }
  if (type !== 'recommendation.issued') return { ...rest, ...ids };
  const { title, reason, risk, promise, unit } = CANARY;
  const why = {
    risk: { tooHigh: risk, tooLow: risk },
    promise: { text: promise, until: data['expiresAt'] },
  };
  return { ...rest, ...ids, title, unit, reasons: [reason, reason], why };
}

/** Waits until the intake has put what became of both files beside them. */
export async function taken(folder: string): Promise<string> {
  const files = folderFiles(folder);
  for (let patience = 600; patience > 0; patience -= 1) {
    const both = ['good', 'bad'].map((name) => files.get(`out/us/events/${name}.accepted.json`));
    const [good, bad] = await Promise.all(both);
    if (good !== undefined && bad !== undefined) return Buffer.from(good.body).toString('utf8');
    await sleep(100);
  }
  throw new RangeError('the intake took no file');
}
