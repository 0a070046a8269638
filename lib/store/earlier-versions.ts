import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Files } from './files.ts';
import { s3Files } from './s3-files.ts';

/** A version of a file that is no longer its current one; also every version of a file that was deleted. */
export interface EarlierVersion {
  readonly key: string;
  readonly version: string;
}

/** Files whose earlier versions can be looked at and ended: what an erasure needs where a bucket forgets nothing. */
export interface VersionedFiles extends Files {
  earlier(prefix: string): Promise<EarlierVersion[]>;
  /** @returns undefined when it is gone */
  getEarlier(version: EarlierVersion): Promise<Uint8Array | undefined>;
  dropEarlier(version: EarlierVersion): Promise<void>;
}

export function versionedS3Files(client: S3Client, bucket: string): VersionedFiles {
  const place = ({ key, version }: EarlierVersion) => ({ Bucket: bucket, Key: key, VersionId: version });
  return {
    ...s3Files(client, bucket),
    earlier: (prefix) => earlier(client, bucket, prefix),
    getEarlier: async (version) => {
      try {
        const { Body } = await client.send(new GetObjectCommand(place(version)));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof Error && GONE.has(error.name)) return undefined;
        throw error;
      }
    },
    dropEarlier: async (version) => {
      await client.send(new DeleteObjectCommand(place(version)));
    },
  };
}

const GONE = new Set(['NoSuchKey', 'NoSuchVersion']);

/** Files that keep no earlier versions: a folder. */
export function unversioned(files: Files): VersionedFiles {
  return {
    ...files,
    earlier: async () => [],
    getEarlier: async () => undefined,
    dropEarlier: async () => {},
  };
}

async function earlier(client: S3Client, Bucket: string, Prefix: string): Promise<EarlierVersion[]> {
  const found: EarlierVersion[] = [];
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined;
  do {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...from }));
    for (const { Key, VersionId, IsLatest } of page.Versions ?? [])
      if (Key !== undefined && VersionId !== undefined && IsLatest === false)
        found.push({ key: Key, version: VersionId });
    from =
      page.IsTruncated === true && page.NextKeyMarker !== undefined
        ? {
            KeyMarker: page.NextKeyMarker,
            ...(page.NextVersionIdMarker !== undefined && { VersionIdMarker: page.NextVersionIdMarker }),
          }
        : undefined;
  } while (from !== undefined);
  return found;
}
