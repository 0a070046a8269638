import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedEvent } from '../lib/simulation/marketplace-events.ts';
import { Failure } from './command.ts';

const SELLERS_A_FILE = 50; // whole sellers: all that is known of a round comes in one file, and is one write
const PATIENCE = 10 * 60 * 1000; // milliseconds

/** Drops simulated events into the intake bucket, as a real marketplace's systems would, and waits until every file is taken.
 *  @param stuck what the stage could not deliver
 *  @throws Failure when a file is refused or not taken in time */
export async function dropEvents(
  client: S3Client,
  { bucket, tenant }: { readonly bucket: string; readonly tenant: string },
  events: readonly SimulatedEvent[],
  stuck: readonly string[],
): Promise<void> {
  const files = bySellers(events);
  for (const [i, lines] of files.entries()) {
    const Key = `in/${tenant}/events/simulated-${String(i + 1).padStart(3, '0')}.jsonl`;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: lines }));
  }
  for (const begun = Date.now(); (await accepted(client, bucket, tenant)) < files.length; await sleep(200))
    if (stuck.length > 0 || Date.now() - begun > PATIENCE)
      throw new Failure(`the intake did not take every file; ${stuck[0] ?? 'see the logs folder'}`);
}

function bySellers(events: readonly SimulatedEvent[]): readonly string[] {
  const files: string[][] = [];
  const fileOf = new Map<unknown, number>();
  for (const event of events) {
    const seller = event.data['sellerId'];
    if (!fileOf.has(seller)) fileOf.set(seller, Math.floor(fileOf.size / SELLERS_A_FILE));
    (files[fileOf.get(seller) ?? 0] ??= []).push(JSON.stringify(event));
  }
  return files.map((lines) => `${lines.join('\n')}\n`);
}

async function accepted(client: S3Client, bucket: string, tenant: string): Promise<number> {
  const Prefix = `out/${tenant}/events/simulated-`;
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
  return Contents.filter(({ Key }) => Key?.endsWith('.accepted.json')).length;
}
