import type { Answer, Call } from './endpoint.ts';
import { payloadOf } from './s3-payload.ts';
import type { ObjectVersion } from './s3-versions.ts';

/** DeleteObjects: up to 1000 objects or versions of them in one call.
 *  @param remove one of them; without a version the object, of which the bucket then keeps a version */
export function deleteObjects(
  call: Call,
  bucket: string,
  remove: (object: Omit<ObjectVersion, 'version'> & { readonly version?: string }) => void,
): Answer {
  const text = payloadOf(call).toString('utf8');
  for (const [, object = ''] of text.matchAll(/<Object>(.*?)<\/Object>/gs)) {
    const version = element(object, 'VersionId');
    const key = element(object, 'Key') ?? '';
    remove({ bucket, key, ...(version !== undefined && { version }) });
  }
  const body = '<?xml version="1.0"?><DeleteResult></DeleteResult>';
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function element(text: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1];
  return found?.replaceAll(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity: string) => characterOf(entity) ?? whole);
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function characterOf(entity: string): string | undefined {
  if (!entity.startsWith('#')) return NAMED[entity];
  const isHex = entity[1]?.toLowerCase() === 'x';
  return String.fromCodePoint(Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10));
}
