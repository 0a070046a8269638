import { countFates, plannerOf, type Planned } from '../../lib/jobs/plan-wave.ts';
import { waveOf, type Questionnaire } from '../../lib/outreach/wave.ts';
import { sideBySide } from '../../lib/store/side-by-side.ts';
import { SHARDS } from '../../lib/store/table.ts';
import { type ExitCode } from '../command.ts';
import { fateLines } from './fate-words.ts';
import type { WaveStage } from './wave-stage.ts';

const AT_ONCE = 16; // shards

/** Whom a wave would ask now, and why not the rest; writes nothing. */
export async function preview(
  stage: WaveStage,
  questionnaire: Questionnaire,
  { json, list }: { readonly json: boolean; readonly list: boolean },
): Promise<ExitCode> {
  const { facts, tenant, delivery } = stage;
  const wave = waveOf(questionnaire, stage.now);
  const plan = plannerOf({ facts, ledger: await stage.ledger(), tenant, delivery }, wave);
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const planned = (await sideBySide(AT_ONCE, shards, plan)).flat();
  const counts = countFates(planned.map((each) => ('skip' in each ? each.skip : 'invited')));
  if (list) for (const each of planned) console.log(json ? JSON.stringify(told(each)) : line(each));
  if (list) return 0;
  if (json) console.log(JSON.stringify({ questionnaire, counts }));
  else
    console.log(
      [`${counts.sellers} sellers`, ...fateLines(counts, { invited: 'would be asked' })].join('\n'),
    );
  return 0;
}

function told(each: Planned) {
  const { sellerId } = each;
  if ('skip' in each) return { sellerId, fate: each.skip };
  const { round, closesAt, sendings } = each.question;
  const about = round && { recommendationId: round.recommendationId };
  return { sellerId, fate: 'invited', ...about, closesAt, sends: sendings.map(({ dueAt }) => dueAt) };
}

function line(each: Planned): string {
  if ('skip' in each) return `${each.sellerId}  ${each.skip}`;
  const { round, sendings } = each.question;
  return `${each.sellerId}  invited  ${round?.recommendationId ?? 'quarterly'}  ${sendings[0]?.dueAt ?? ''}`;
}
