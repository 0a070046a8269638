import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noSmallDisk, smallDisk, type SmallDisk } from '../../bench/faults/small-disk.ts';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { facts as roundFacts, minute, recommendation } from '../store/builders.ts';
import { clientOf, createTables } from '../tables.ts';

/** Files and tables on one disk of two megabytes that is filled to the last byte, and then has room again. */
const missing = noSmallDisk();
if (missing !== undefined) console.log(`disk full: skipped, ${missing}`);

const LONG = 'x'.repeat(2400);
const WRITES = 160; // more than fit
let disk: SmallDisk;
beforeAll(async () => {
  if (missing === undefined) disk = await smallDisk(2);
});
afterAll(() => disk?.stop());

describe.skipIf(missing !== undefined)('a disk that is full', () => {
  it('refuses facts with an error, keeps all it took, and takes more when there is room', async () => {
    const { client: builder, factsName } = await createTables(disk.engine);
    builder.destroy();
    const client = clientOf(disk.engine, { maxAttempts: 1 });
    const table = factsTable(client, factsName);
    const rounds = Array.from({ length: WRITES }, (_, n) =>
      roundFacts({
        recommendationId: `r${n}`,
        recommendation: recommendation({ title: LONG + LONG + LONG }),
      }),
    );
    const taken = new Set<string>();
    const refused: string[] = [];
    for (const round of rounds)
      await table.importRounds('full', [round], minute(1)).then(
        () => taken.add(round.recommendationId),
        () => refused.push(round.recommendationId),
      );
    expect(taken.size).toBeGreaterThan(20);
    expect(refused.length).toBeGreaterThan(20);
    for (const id of taken) expect(await table.readRound('full', 's1', id)).toBeDefined();

    const files = folderFiles(`${disk.folder}/files`);
    const kept = await files.put('latest.json', 'old').then(
      () => 'old',
      () => undefined,
    );
    await expect(files.put('report.html', 'y'.repeat(2 ** 21))).rejects.toThrow(/ENOSPC/);
    expect(await files.get('report.html')).toBeUndefined();
    expect(await files.list('')).toEqual(kept === undefined ? [] : ['latest.json']);

    disk.makeRoom();
    const again = new Set(refused.slice(0, 20));
    for (const round of rounds.filter(({ recommendationId }) => again.has(recommendationId)))
      await table.importRounds('full', [round], minute(2));
    for (const id of [...taken, ...again]) expect(await table.readRound('full', 's1', id)).toBeDefined();
    await files.put('report.html', 'whole');
    expect(await files.list('')).toContain('report.html');
    client.destroy();
  });
});
