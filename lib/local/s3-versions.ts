import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Answer, AwsError, escapeXml } from './endpoint.ts';
import { readIfThere, remove } from './folder.ts';
import { type Json, type JsonObject, isObject } from './json.ts';

export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
}

/** What versioned buckets keep of objects that were overwritten or deleted, so that forgetting can be tried here. */
export interface Versions {
  /** Keeps what is about to be overwritten or deleted. */
  keep(bucket: string, key: string, path: string): void;
  /** GET or DELETE of one version. */
  answer(method: string, version: ObjectVersion, need: (action: string) => void): Answer;
  /** ListObjectVersions, in S3's order and pages. There are no delete markers here, and a current version is called `null`. */
  listing(bucket: string, query: URLSearchParams): Answer;
}

/** Whether the template has a bucket keep versions. */
export function keepsVersions(properties: JsonObject): boolean {
  const versioning: Json | undefined = properties['VersioningConfiguration'];
  return isObject(versioning) && versioning['Status'] === 'Enabled';
}

/** @param folder of all buckets; versions lie beside them in `<bucket>.versions` */
export function s3Versions(folder: string, buckets: readonly string[]): Versions {
  const shelf = (bucket: string) => join(folder, `${bucket}.versions`);
  // no part of a key is written with a plain @, so no version meets another key's folder
  const shelfOf = (bucket: string, key: string) => join(shelf(bucket), ...key.split('/').map(fileName));
  const place = ({ bucket, key, version }: ObjectVersion) =>
    join(shelfOf(bucket, key), `@${fileName(version)}`);
  return {
    keep(bucket, key, path) {
      if (!buckets.includes(bucket) || !existsSync(path)) return;
      const numbers = keysIn(shelfOf(bucket, key)).map((name) => Number(/^@(\d+)$/.exec(name)?.[1] ?? 0));
      const kept = place({ bucket, key, version: String(Math.max(0, ...numbers) + 1) });
      mkdirSync(dirname(kept), { recursive: true });
      copyFileSync(path, kept);
    },
    answer(method, version, need) {
      if (method === 'DELETE') {
        need('s3:DeleteObjectVersion');
        const { bucket, key } = version;
        remove(
          version.version === CURRENT
            ? join(folder, bucket, ...key.split('/').map(fileName))
            : place(version),
        );
        return { status: 204 };
      }
      need('s3:GetObjectVersion');
      const body = readIfThere(place(version));
      if (body === undefined)
        throw new AwsError(404, 'NoSuchVersion', 'The specified version does not exist.');
      return { status: 200, headers: { 'content-length': String(body.length) }, body };
    },
    listing(bucket, query) {
      const current = keysIn(join(folder, bucket)).map((key) => ({ key, version: CURRENT }));
      const kept = keysIn(shelf(bucket)).map((path) => {
        const [version = '', ...key] = path.split('/').toReversed();
        return { key: key.toReversed().join('/'), version: version.slice(1) };
      });
      const all = [...current, ...kept].filter(({ key }) => key.startsWith(query.get('prefix') ?? ''));
      return page(bucket, all.toSorted(byKeyThenAge), query);
    },
  };
}

const CURRENT = 'null'; // as S3 calls versions of before a bucket kept them

interface Listed {
  readonly key: string;
  readonly version: string;
}

/** As S3 lists them: by key, the youngest version first. */
function byKeyThenAge(a: Listed, b: Listed): number {
  const age = ({ version }: Listed) => (version === CURRENT ? Infinity : Number(version));
  if (a.key !== b.key) return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
  return Math.sign(age(b) - age(a)) || 0; // two current ones: the same
}

function page(bucket: string, all: readonly Listed[], query: URLSearchParams): Answer {
  const last = { key: query.get('key-marker') ?? '', version: query.get('version-id-marker') ?? '' };
  const after = last.key === '' ? all : all.filter((one) => byKeyThenAge(last, one) < 0);
  const listed = after.slice(0, Number(query.get('max-keys') ?? 1000));
  const [more, end] = [after.length > listed.length, listed.at(-1)];
  const next = more
    ? `<NextKeyMarker>${escapeXml(end?.key ?? '')}</NextKeyMarker><NextVersionIdMarker>${end?.version}</NextVersionIdMarker>`
    : '';
  const versions = listed.map(
    ({ key, version }) =>
      `<Version><Key>${escapeXml(key)}</Key><VersionId>${version}</VersionId><IsLatest>${version === CURRENT}</IsLatest></Version>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><ListVersionsResult><Name>${bucket}</Name><IsTruncated>${more}</IsTruncated>${next}${versions.join('')}</ListVersionsResult>`,
  };
}

/** The keys of all files in a folder. */
export function keysIn(within: string): readonly string[] {
  try {
    return readdirSync(within, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.\d+\.part$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(within.length + 1))
      .map((path) => path.split(/[/\\]/).map(decodeURIComponent).join('/'));
  } catch {
    return []; // nothing was ever put there
  }
}

/** A part of a key as a file's name on any system; `.` and `..` must not climb. */
export function fileName(part: string): string {
  const name = encodeURIComponent(part).replaceAll('*', '%2A');
  return /^\.+$/.test(name) ? name.replaceAll('.', '%2E') : name;
}
