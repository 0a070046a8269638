import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Digest, digestSchema } from '../report/digest.ts';
import type { ReportFile } from '../report/report-files.ts';
import type { Message } from '../store/outbox-row.ts';
import type { TellOnce } from '../store/tell-once.ts';
import { addresseeOf } from './addressee.ts';

/** Gives the outbox what people are told of a report that is shown: that it was published, each alert raised in it, and a
 *  digest to each address of the audience. Done again it changes nothing: each message is told once a permalink.
 *  @param files of the report
 *  @returns how many messages are new
 *  @throws RangeError where the report has no digest.json */
export async function tell(
  tellOnce: TellOnce,
  tenant: Pick<Tenant, 'id' | 'report'>,
  { permalink, files }: { readonly permalink: string; readonly files: readonly ReportFile[] },
  now: Instant,
): Promise<number> {
  let told = 0;
  for (const message of messagesOf(digestIn(files), tenant.report.audience, permalink))
    if ((await tellOnce(tenant.id, message, now)) === 'told') told += 1;
  return told;
}

function messagesOf(
  { report, alerts, digest }: Digest,
  audience: readonly string[],
  permalink: string,
): readonly Message[] {
  return [
    { kind: 'report-published', told: { ...report, permalink } },
    ...alerts.map((alert) => ({ kind: 'alert-raised' as const, told: { ...alert, permalink } })),
    ...[...new Set(audience)].map((address) => ({
      kind: 'digest' as const,
      permalink,
      to: addresseeOf(permalink, address),
      digest,
    })),
  ];
}

function digestIn(files: readonly ReportFile[]): Digest {
  const content = files.find(([name]) => name === 'digest.json')?.[1];
  if (content === undefined) throw new RangeError('tell requires a report with a digest.json');
  return digestSchema.parse(JSON.parse(Buffer.from(content).toString('utf8')));
}
