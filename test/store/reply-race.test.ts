import { describe, expect, it } from 'vitest';
import { enginesPresent } from '../../lib/local/engine.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import type { Submission } from '../../lib/store/record-reply.ts';
import { withTables } from '../engine.ts';
import { facts, minute, order } from './builders.ts';

// rounds raced for on the engine that is used here, RACES=200 for the whole promise; fewer on those only checked
const RACES = Number(process.env['RACES'] ?? 25);
const ENGINES = enginesPresent().map((name, n) => [name, n === 0 ? RACES : Math.ceil(RACES / 5)] as const);
const RUNNERS = Array.from({ length: 64 }, (_, n) => n);

const linkOf = (recommendationId: string) => Buffer.from(recommendationId).toString('hex').padEnd(64, '0');

describe.each(ENGINES)('64 answers at once on %s', (name, races) => {
  const tables = withTables({ name });

  async function race(recommendationId: string, submissionOf: (runner: number) => string, baseRevision = 0) {
    const table = factsTable(tables().client, tables().factsName);
    const linkHash = linkOf(recommendationId);
    const through = { tenant: 'us', sellerId: 's1', recommendationId, linkHash, now: minute(9) };
    const submission = (runner: number): Submission => ({
      submissionId: submissionOf(runner),
      baseRevision,
      decision: 'adjust',
      chosen: runner,
      trustRating: null,
      mainReason: null,
    });
    const outcomes = await Promise.all(
      RUNNERS.map((runner) => table.recordReply(through, submission(runner))),
    );
    const round = await table.readRound('us', 's1', recommendationId);
    return { outcomes, replies: [...(round?.earlierReplies ?? []), ...(round?.reply ? [round.reply] : [])] };
  }

  async function invite(recommendationId: string) {
    const table = factsTable(tables().client, tables().factsName);
    await table.importRounds('us', [facts({ recommendationId })], minute(1));
    // every race has a round of its own, and all of them one seller: she is asked without rest here
    const linkHash = linkOf(recommendationId);
    const asked = order({
      recommendationId,
      waveId: recommendationId,
      linkHash,
      caps: { quietDays: 0, perQuarter: 1000 },
    });
    expect(await table.invite('us', asked)).toBe('invited');
  }

  it.each(Array.from({ length: races }, (_, n) => n))(
    'round %i: one submission, one receipt; two, one winner',
    async (n) => {
      const recommendationId = `r${n}`;
      await invite(recommendationId);
      const same = await race(recommendationId, () => 'same');
      expect(same.replies).toHaveLength(1);
      const receipt = { outcome: 'recorded', reply: same.replies[0] };
      expect(same.outcomes).toEqual(RUNNERS.map(() => receipt));
      const different = await race(recommendationId, (runner) => `own-${runner}`, 1);
      const winners = different.outcomes.filter(({ outcome }) => outcome === 'recorded');
      const others = different.outcomes.filter(({ outcome }) => outcome === 'already-answered');
      expect([winners.length, others.length]).toEqual([1, 63]);
      expect(different.replies).toHaveLength(2);
      expect(winners[0]).toEqual({ outcome: 'recorded', reply: different.replies[1] });
      expect(
        others.every(
          (other) => 'reply' in other && other.reply.submissionId === different.replies[1]?.submissionId,
        ),
      ).toBe(true);
    },
  );
});
