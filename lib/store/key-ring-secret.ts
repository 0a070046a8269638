import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { milliseconds, type Instant } from '../domain/instant.ts';
import { parseKeyRing, type KeyRing } from '../link/key-ring.ts';

const KEPT = 5 * 60 * 1000; // milliseconds until a rotated key is noticed

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
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const ring = parseKeyRing(SecretString);
    kept = { ring, until: milliseconds(now) + KEPT };
    return ring;
  };
}
