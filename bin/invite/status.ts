import { isAnswered } from '../../lib/jobs/quarterly-dimension.ts';
import { addUp, NOBODY, progressOf, STEPS, type Funnel, type Progress } from '../../lib/outreach/funnel.ts';
import { isAboutSeller, type OutboxRow } from '../../lib/store/outbox-row.ts';
import { sideBySide } from '../../lib/store/side-by-side.ts';
import { SHARDS } from '../../lib/store/table.ts';
import { type ExitCode, Failure } from '../command.ts';
import { fateLines, sumOf } from './fate-words.ts';
import type { WaveStage } from './wave-stage.ts';

const AT_ONCE = 16; // shards

interface WaveStatus {
  readonly wave: string;
  readonly questionnaire: string | null; // null: asked before waves kept their counts
  readonly counts: Readonly<Record<string, number>>;
  readonly funnel: Funnel;
  readonly waiting: number;
  readonly setAside: readonly OutboxRow[];
}

/** How far each wave came, why it skipped whom it skipped, and what nobody can tell to have been sent. */
export async function status(
  stage: WaveStage,
  { json, only }: { readonly json: boolean; readonly only: string | undefined },
): Promise<ExitCode> {
  const rows: OutboxRow[] = [];
  for await (const row of stage.outbox.all(stage.tenant.id)) rows.push(row);
  const all = await statuses(stage, rows);
  const waves = all.filter(({ wave }) => only === undefined || wave === only);
  if (only !== undefined && waves.length === 0)
    throw new Failure(`no wave ${only}; trust invite status lists them`);
  // what tells the marketplace what a seller did, or of a report, belongs to no wave
  const messages =
    only === undefined ? rows.filter((row) => row.kind !== 'invitation' && isSetAside(row)) : [];
  const texts = [...waves.map(textOf), ...(messages.length > 0 ? [messages.map(asideLine).join('\n')] : [])];
  if (json) console.log(JSON.stringify({ waves, messages }));
  else console.log(texts.join('\n\n') || 'no wave yet');
  return 0;
}

async function statuses({ facts, tenant }: WaveStage, rows: readonly OutboxRow[]): Promise<WaveStatus[]> {
  const progress: Progress[] = [];
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  await sideBySide(AT_ONCE, shards, async (shard) => {
    for await (const history of facts.readHistories(tenant.id, shard))
      progress.push(...progressOf(history, isAnswered));
  });
  const funnels = addUp(progress);
  const recorded = new Map((await facts.readWaves(tenant.id)).map((wave) => [wave.waveId, wave]));
  return [...new Set([...recorded.keys(), ...funnels.keys()])].map((wave) => {
    const record = recorded.get(wave);
    const of = rows.filter((row) => row.kind === 'invitation' && row.waveId === wave);
    const setAside = of.filter(isSetAside);
    return {
      wave,
      questionnaire: record?.questionnaire ?? null,
      counts: sumOf(record?.ranges ?? {}),
      funnel: funnels.get(wave) ?? NOBODY,
      waiting: of.length - setAside.length,
      setAside,
    };
  });
}

function isSetAside({ state }: OutboxRow): boolean {
  return state === 'uncertain' || state === 'failed';
}

function textOf({ wave, questionnaire, counts, funnel, waiting, setAside }: WaveStatus): string {
  const steps = STEPS.map((step) => `${WORDS[step]} ${funnel[step] ?? 'not known'}${shareOf(step, funnel)}`);
  const skipped = fateLines({ ...counts, invited: 0, alreadyInvited: 0 });
  return [
    `wave ${wave}${questionnaire === null ? '' : ` (${questionnaire})`}`,
    `  ${steps.join(' · ')}`,
    ...(waiting > 0 ? [`  ${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} to be sent`] : []),
    ...(skipped.length > 0 ? ['  not asked:', ...skipped] : []),
    ...setAside.map(asideLine),
  ].join('\n');
}

function asideLine(row: OutboxRow): string {
  const who = isAboutSeller(row) ? `${row.sellerId}, ` : '';
  return `  ${row.state}: ${who}${whatOf(row)}, due ${row.dueAt}: ${row.why ?? ''}`;
}

function whatOf(row: OutboxRow): string {
  switch (row.kind) {
    case 'contested':
      return `word of her message ${row.messageId}`;
    case 'replied':
      return `word of her answer to ${row.recommendationId}`;
    case 'report-published':
      return `word of the report ${row.told.permalink}`;
    case 'alert-raised':
      return `alert ${row.told.name} of the report ${row.told.permalink}`;
    case 'digest':
      return `digest of the report ${row.permalink}`;
    case 'invitation':
      return row.reminder > 0 ? `reminder ${row.reminder}` : 'invitation';
  }
}

function shareOf(step: keyof Funnel, { issued, started, answered }: Funnel): string {
  if (issued === 0 || (step !== 'started' && step !== 'answered')) return '';
  return ` (${Math.round(((step === 'started' ? started : answered) / issued) * 100)} %)`;
}

const WORDS: Readonly<Record<keyof Funnel, string>> = {
  issued: 'issued',
  sent: 'sent',
  delivered: 'delivered',
  started: 'started',
  answered: 'answered',
  suspect: 'suspect',
  bounced: 'bounced',
  optedOut: 'opted out',
};
