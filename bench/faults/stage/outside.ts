import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLatest } from '../../../lib/jobs/latest.ts';
import { methodsSchema } from '../../../lib/report/methods.ts';
import { s3Files } from '../../../lib/store/s3-files.ts';
import type { View } from '../invariants/view.ts';
import type { FaultyStage } from './faulty-stage.ts';
import { type Answered, letters } from './people.ts';

/** R6 from the outside: no link came twice, no event went out twice, and who was invited has her mail, or waits in the
 *  outbox, or there is a reason. */
export function mailsOnce(stage: FaultyStage, view: View): string[] {
  const sent = letters(stage);
  const waiting = new Set(view.outbox.map((row) => ('sellerId' in row ? row.sellerId : '')));
  const lost = view.rounds.flatMap(({ sellerId, invitation, reply }) => {
    if (invitation === undefined || reply !== undefined || waiting.has(sellerId)) return [];
    if (sent.some(({ to }) => to.startsWith(`${sellerId}@`)) || isSilent(view, sellerId)) return [];
    return [`the mail to ${sellerId} was lost`];
  });
  return [...twice(sent.map(({ to, path }) => `${to} ${path}`)), ...twice(words(stage)), ...lost];
}

function twice(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.flatMap((name) => (seen.size === seen.add(name).size ? [`${name} went out twice`] : []));
}

/** Ids of the events that went out. */
function words({ directory }: FaultyStage): string[] {
  const folder = join(directory, 'events');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'));
  return lines.flatMap((line) => /"id\\?":\\?"(us\|[^"\\]+)/.exec(line)?.[1] ?? []);
}

function isSilent(view: View, sellerId: string): boolean {
  if (view.optedOut.has(sellerId) || view.erased.has(sellerId)) return true;
  return view.rows.some((row) => {
    if (row.sellerId !== sellerId) return false;
    if (row.kind === 'seller') return row.seller?.email === undefined;
    return row.kind === 'contact' && (row.contact.bouncedAt ?? row.contact.complainedAt) !== undefined;
  });
}

/** R2: whoever was sent on after her form finds what she sent, or what she had sent before. */
export function answersAreKept(view: View, answered: readonly Answered[]): string[] {
  return answered.flatMap(({ sellerId, submission, form }) => {
    if (view.erased.has(sellerId)) return [];
    const hers = view.rounds.filter((round) => round.sellerId === sellerId);
    const kept = hers.some(({ priorPlan, reply, earlierReplies = [] }) =>
      form.startsWith('plan')
        ? priorPlan?.id === submission
        : [reply, ...earlierReplies].some((each) => each?.submissionId === submission),
    );
    return kept ? [] : [`${form} ${submission} of ${sellerId} was told as taken and is not there`];
  });
}

/** R11: what is shown has all its files. */
export async function reportIsWhole({ clients, stage }: FaultyStage): Promise<string[]> {
  const reports = s3Files(clients.files, stage.outputs['ReportBucket'] ?? '');
  const latest = await readLatest(reports, 'us');
  if (latest === undefined) return ['no report is shown'];
  const stored = await reports.get(`${latest.permalink}/methods.json`);
  if (stored === undefined) return ['the report has no methods.json'];
  const { files } = methodsSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
  const there = new Set(await reports.list(`${latest.permalink}/`));
  return files.flatMap(({ name }) =>
    there.has(`${latest.permalink}/${name}`) ? [] : [`the report lacks ${name}`],
  );
}
