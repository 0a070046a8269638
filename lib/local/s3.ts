import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Answer, type Call, type Service, AwsError, demand, escapeXml } from './endpoint.ts';
import { readIfThere, remove, writeWhole } from './folder.ts';
import type { Gate } from './policy.ts';
import { deleteObjects } from './s3-delete.ts';
import { payloadOf } from './s3-payload.ts';
import { fileName, keysIn, s3Versions, type Versions } from './s3-versions.ts';

export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number; // bytes
  readonly etag: string;
}

/** S3 by path-style REST: a folder per bucket, a file per object, conditional writes as S3 keeps them.
 *  Metadata (content type, cache control, tags) is not kept.
 *  @param created is told of every object put
 *  @param versions of the buckets that keep what is overwritten and deleted */
export function s3(
  folder: string,
  buckets: readonly string[],
  gate: Gate,
  created: (object: CreatedObject) => void,
  versions: Versions = s3Versions(folder, []),
): Service {
  const writing = new Set<string>();

  return async (call) => {
    const [bucket = '', ...rest] = call.path.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (!buckets.includes(bucket)) throw new AwsError(404, 'NoSuchBucket', `no bucket ${bucket}`);
    const within = join(folder, bucket);
    const need = (action: string, name = key) => {
      const may = gate.allows(call.caller, action, `arn:aws:s3:::${bucket}${name && `/${name}`}`);
      demand(may, call, action, `${bucket}/${name}`, 'AccessDenied');
    };
    if (key === '' && call.query.has('versions')) {
      need('s3:ListBucketVersions');
      return versions.listing(bucket, call.query);
    }
    if (key === '' && call.method === 'POST' && call.query.has('delete'))
      return deleteObjects(call, bucket, ({ version, ...object }) => {
        if (version !== undefined)
          versions.answer('DELETE', { ...object, version }, (action) => need(action, object.key));
        else removeCurrent(object.key, join(within, ...object.key.split('/').map(fileName)));
      });
    if (key === '') return listing(call, bucket, within, need);

    const path = join(within, ...key.split('/').map(fileName));
    refuseUnknown(call);
    const version = call.query.get('versionId');
    if (version !== null) return versions.answer(call.method, { bucket, key, version }, need);
    if (call.method === 'PUT') {
      need('s3:PutObject');
      if ('if-match' in call.headers) need('s3:GetObject');
      return put(call, bucket, key, path);
    }
    if (call.method === 'GET' || call.method === 'HEAD') {
      need('s3:GetObject');
      return get(call, path, () => gate.allows(call.caller, 's3:ListBucket', `arn:aws:s3:::${bucket}`));
    }
    if (call.method !== 'DELETE') throw new AwsError(501, 'NotImplemented', `${call.method} is not here`);
    removeCurrent(key, path);
    return { status: 204 };

    function removeCurrent(name: string, at: string): void {
      need('s3:DeleteObject', name);
      versions.keep(bucket, name, at);
      remove(at);
    }
  };

  /** Two conditional writes of one key at the same moment: S3 lets one pass and answers 409 to the other. */
  async function put(call: Call, bucket: string, key: string, path: string): Promise<Answer> {
    const body = payloadOf(call);
    const conditional = 'if-match' in call.headers || 'if-none-match' in call.headers;
    if (conditional && writing.has(path))
      throw new AwsError(
        409,
        'ConditionalRequestConflict',
        'A conflicting conditional operation is in progress',
      );
    writing.add(path);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      checkConditions(call, readIfThere(path));
      versions.keep(bucket, key, path);
      writeWhole(path, body);
    } finally {
      writing.delete(path);
    }
    const etag = etagOf(body);
    created({ bucket, key, size: body.length, etag });
    return { status: 200, headers: { etag: `"${etag}"` } };
  }
}

function checkConditions({ headers }: Call, stored: Buffer | undefined): void {
  const ifMatch = headers['if-match'];
  if (headers['if-none-match'] === '*' && stored !== undefined)
    throw new AwsError(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
  if (ifMatch === undefined) return;
  if (stored === undefined) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (ifMatch.replaceAll('"', '') !== etagOf(stored))
    throw new AwsError(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
}

function get({ method, headers }: Call, path: string, mayList: () => boolean): Answer {
  const body = readIfThere(path);
  // S3 tells a caller that may not list the bucket "denied" rather than "missing"
  if (body === undefined && !mayList()) throw new AwsError(403, 'AccessDenied', 'Access Denied');
  if (body === undefined) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  const etag = `"${etagOf(body)}"`;
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  const described = {
    etag,
    'content-length': String(body.length),
    'content-type': 'application/octet-stream',
  };
  return { status: 200, headers: described, ...(method === 'GET' ? { body } : {}) };
}

function listing(
  { query: asked, method }: Call,
  bucket: string,
  within: string,
  need: (action: string) => void,
): Answer {
  if (method !== 'GET' || asked.get('list-type') !== '2')
    throw new AwsError(501, 'NotImplemented', `${method} ${asked} on a bucket is not here`);
  need('s3:ListBucket');
  const query = (name: string) => asked.get(name) ?? '';
  const prefix = query('prefix');
  const after = query('continuation-token') || query('start-after');
  const most = Number(query('max-keys') || 1000);
  if (query('delimiter') !== '') throw new AwsError(501, 'NotImplemented', 'delimiter is not here');
  const keys = keysIn(within)
    .filter((key) => key.startsWith(prefix) && key > after)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const page = keys.slice(0, most);
  const more = keys.length > most;
  const contents = page.map((key) => {
    const body = readIfThere(join(within, ...key.split('/').map(fileName))) ?? Buffer.alloc(0);
    return `<Contents><Key>${escapeXml(key)}</Key><Size>${body.length}</Size><ETag>&quot;${etagOf(body)}&quot;</ETag></Contents>`;
  });
  const token = more ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${more}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
  };
}

function refuseUnknown({ query: asked, headers }: Call): void {
  const query = [...asked.keys()].find((name) => name !== 'x-id' && name !== 'versionId');
  const header = Object.keys(headers).find(
    (name) => /^x-amz-(meta-|tagging|copy-source|server-side-encryption)/.test(name) || name === 'range',
  );
  if (query ?? header)
    throw new AwsError(501, 'NotImplemented', `the local S3 does not know ${query ?? header}`);
}

export function etagOf(body: Buffer): string {
  return createHash('md5').update(body).digest('hex');
}
