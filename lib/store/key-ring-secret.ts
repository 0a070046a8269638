import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createHash } from 'node:crypto';
import { milliseconds, type Instant, toInstant } from '../domain/instant.ts';
import { parseKeyRing, type KeyRing } from '../link/key-ring.ts';

/** Milliseconds for which a ring is kept. */
export const KEPT = 5 * 60 * 1000;
/** Milliseconds between a new key's announcement and its first link: longer than the oldest ring in use, which a function
 *  keeps for five minutes and then works with for fifteen; and room for clocks that differ. */
export const ANNOUNCED = 30 * 60 * 1000;

/** Reads the link secret and keeps it for five minutes: `const keyRing = keyRingSecret(...)` outside a handler,
 *  `await keyRing(now)` inside.
 *  @throws RangeError when the secret is not a key ring */
export function keyRingSecret(
  client: SecretsManagerClient,
  secretId: string,
): (now: Instant) => Promise<KeyRing> {
  let kept: { readonly ring: KeyRing; readonly until: number } | undefined;
  return async (now) => {
    if (kept !== undefined && milliseconds(now) < kept.until) return kept.ring;
    const { text, createdAt } = await readSecret(client, secretId);
    const ring = parseKeyRing(text, now);
    kept = {
      ring: { ...(createdAt !== undefined && { since: createdAt }), ...ring },
      until: milliseconds(now) + KEPT,
    };
    return kept.ring;
  };
}

interface KeyRingText {
  readonly text: string;
  readonly version: string;
  readonly createdAt?: Instant; // of the version
}

async function readSecret(client: SecretsManagerClient, SecretId: string): Promise<KeyRingText> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId }));
  const { SecretString: text = '', VersionId: version = '', CreatedDate } = answer;
  return { text, version, ...(CreatedDate && { createdAt: toInstant(CreatedDate.getTime()) }) };
}

/** Reads the link secret, changes it and writes it back, unless somebody else changed the same version meanwhile: each
 *  version has one successor, since its token is made from the version before.
 *  @param change throws RangeError for what it refuses; what it returns unchanged is not written
 *  @throws RangeError when somebody else was faster */
export async function changeSecret(
  client: SecretsManagerClient,
  SecretId: string,
  change: (text: string) => string,
): Promise<void> {
  const { text, version } = await readSecret(client, SecretId);
  const SecretString = change(text);
  if (SecretString === text) return;
  const ClientRequestToken = createHash('sha256').update(`${SecretId}\0${version}`).digest('hex');
  try {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    throw new RangeError('somebody else changed the keys at the same moment; look with: trust keys ls');
  }
}
