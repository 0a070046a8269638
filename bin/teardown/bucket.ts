import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { Failure } from '../command.ts';

interface Place {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined; // account; S3 refuses another's bucket
}

const PAGES = 100; // of 1000 versions: more are not counted, since somebody waits

/** How many versions and marks of deletions a bucket holds; `more` where counting was broken off. */
export async function countVersions(
  files: S3Client,
  place: Place,
  pages = PAGES,
): Promise<{ count: number; more: boolean }> {
  let count = 0;
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let page = 0; page < pages; page += 1) {
    const listed = await files.send(new ListObjectVersionsCommand({ ...place, ...from }));
    count += (listed.Versions?.length ?? 0) + (listed.DeleteMarkers?.length ?? 0);
    if (listed.IsTruncated !== true) return { count, more: false };
    from = { KeyMarker: listed.NextKeyMarker, VersionIdMarker: listed.NextVersionIdMarker };
  }
  return { count, more: true };
}

/** Deletes every version of every file and every mark of a deletion, a thousand at a time: always the first page of what is
 *  left, so that it ends where nothing is, whatever an interrupted call left.
 *  @param told is told how many are gone so far
 *  @throws Failure naming the first that cannot be deleted */
export async function emptyBucket(
  files: S3Client,
  place: Place,
  told: (gone: number) => void = () => {},
): Promise<number> {
  for (let gone = 0; ;) {
    const { Versions = [], DeleteMarkers = [] } = await files.send(new ListObjectVersionsCommand(place));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return gone;
    const deleted = await files.send(
      new DeleteObjectsCommand({ ...place, Delete: { Objects, Quiet: true } }),
    );
    const [refused] = deleted.Errors ?? [];
    if (refused !== undefined)
      throw new Failure(`${place.Bucket}: ${refused.Code ?? ''} ${refused.Message ?? ''} (${refused.Key})`);
    told((gone += Objects.length));
  }
}
