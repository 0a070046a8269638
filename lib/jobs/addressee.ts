import { createHash } from 'node:crypto';

/** Stands for an address of the settings where no address may stand: 32 hex digits, others for every report. */
export function addresseeOf(permalink: string, address: string): string {
  return createHash('sha256').update(`${permalink}\n${address}`).digest('hex').slice(0, 32);
}
