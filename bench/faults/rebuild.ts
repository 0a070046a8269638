import type { Instant } from '../../lib/domain/instant.ts';
import { factEntries, type RoundFacts } from '../../lib/rounds/merge.ts';
import type { Reply, Round } from '../../lib/rounds/round.ts';
import type { Link } from '../../lib/store/row-schema.ts';
import type { StoredRow } from '../../lib/store/stored-row.ts';
import { actor } from './actor.ts';
import { chance } from './chance.ts';
import { contents, restore, type Row } from './contents.ts';
import type { View } from './invariants/view.ts';
import type { Ended } from './run.ts';
import type { World } from './world.ts';

/** R15: every fact is taken out of the table, row by row as it is read, the table is emptied, and what was taken out is
 *  imported again by the writes that wrote it first. The two tables are the same: but for messages that wait and counts of
 *  waves, which are no facts; when a row was touched; when a mail went out; and links that were changed by hand. */
export async function rebuilt(
  { rows, processes, raw }: View,
  { world, history }: Ended,
): Promise<readonly string[]> {
  const links = new Map<string, Link | undefined>();
  for (const { linkHash } of rows.flatMap((row) =>
    row.kind === 'round' ? (row.round.invitation ?? []) : [],
  ))
    links.set(linkHash, await world.plain.facts.readLink(world.tenant.id, linkHash));
  await restore(world.tables.client, world.tables.factsName, []);
  const by = chance(history.seed, 'rebuild');
  const importing = async () => {
    await importFacts(world, rows);
    for (const { versions } of processes)
      for (const version of versions) await world.facts.putProcess(world.tenant.id, version);
    await importAnswers(world, rows, links);
    await importContacts(world, rows);
  };
  // twice: an import that is repeated changes nothing
  for (const name of ['import', 'import again']) {
    const [end] = await world.turns.together(by, [{ actor: actor(name), work: importing }]);
    if (end?.kind === 'failed') throw end.failure;
  }
  const again = await contents(world.tables.client, world.tables.factsName);
  return differing(comparable(world, raw), comparable(world, again));
}

async function importFacts({ facts, tenant, clock }: World, rows: readonly StoredRow[]): Promise<void> {
  const now = clock.shown();
  const rounds = roundsIn(rows).map(upstreamOf);
  await facts.importRounds(tenant.id, rounds, now);
  for (const row of rows)
    if (row.kind === 'seller' && row.seller) await facts.putSeller(tenant.id, row.sellerId, row.seller, now);
  const told = rows.flatMap((row) => {
    if (row.kind === 'seller') return row.exposures.map((exposure) => ({ sellerId: row.sellerId, exposure }));
    if (row.kind !== 'round') return [];
    const { sellerId, recommendationId, exposures = [] } = row.round;
    return exposures.map((exposure) => ({ sellerId, recommendationId, exposure }));
  });
  await facts.recordExposures(tenant.id, told, now);
}

function upstreamOf(round: Round): RoundFacts {
  const { sellerId, recommendationId } = round;
  return { sellerId, recommendationId, ...Object.fromEntries(factEntries(round)) };
}

/** Invitations in the order of their waves, and behind each what was answered. */
async function importAnswers(
  { facts, tenant, seen }: World,
  rows: readonly StoredRow[],
  links: ReadonlyMap<string, Link | undefined>,
): Promise<void> {
  const asked = roundsIn(rows).flatMap((round) =>
    round.invitation ? [{ round, asked: round.invitation }] : [],
  );
  asked.sort((a, b) => (a.asked.invitedAt < b.asked.invitedAt ? -1 : 1));
  for (const { round, asked: invitation } of asked) {
    const { sellerId, recommendationId } = round;
    if (seen.changed.has(`${sellerId}|${recommendationId}`)) continue;
    const { sentAt: _sent, deliveredAt: _delivered, ...order } = invitation;
    const keyId = links.get(invitation.linkHash)?.keyId ?? 1;
    const caps = { quietDays: 0, perQuarter: 1000 };
    await facts.invite(tenant.id, { ...order, sellerId, recommendationId, keyId, caps });
    const through = (now: Instant) => ({
      tenant: tenant.id,
      sellerId,
      recommendationId,
      linkHash: invitation.linkHash,
      now,
    });
    if (round.priorPlan) {
      const { at, id: submissionId, ingestedAt: _heard, revealedAt: _revealed, ...plan } = round.priorPlan;
      await facts.recordPriorPlan(through(at), { ...plan, submissionId });
    }
    for (const { at, id: _id, ingestedAt: _heard, revision, ...reply } of repliesOf(round))
      await facts.recordReply(through(at), { ...reply, baseRevision: revision - 1 });
  }
}

async function importContacts({ facts, tenant }: World, rows: readonly StoredRow[]): Promise<void> {
  for (const row of rows) {
    if (row.kind !== 'contact') continue;
    const { optedOutAt, bouncedAt, complainedAt } = row.contact;
    if (bouncedAt) await facts.silence(tenant.id, row.sellerId, 'bouncedAt', bouncedAt);
    if (complainedAt) await facts.silence(tenant.id, row.sellerId, 'complainedAt', complainedAt);
    if (optedOutAt) await facts.optOut(tenant.id, row.sellerId, optedOutAt);
  }
}

function roundsIn(rows: readonly StoredRow[]): readonly Round[] {
  return rows.flatMap((row) => (row.kind === 'round' ? [row.round] : []));
}

function repliesOf({ earlierReplies = [], reply }: Round): readonly Reply[] {
  return [...earlierReplies, ...(reply ? [reply] : [])];
}

/** The last is the lock of a contact state: which wave wrote it last. */
const LEFT_OUT = new Set(['touchedAt', 'sentAt', 'lastWaveId']);

/** The rows that are facts, by key, as text in the order of names. */
function comparable({ seen, tenant }: World, rows: readonly Row[]): ReadonlyMap<string, string> {
  const sellersChanged = new Set([...seen.changed].map((name) => name.split('|')[0]));
  const facts = rows.filter(({ pk, sk, sellerId }) => {
    if (!/#(\d{4}|PROC|LINK#.*)$/.test(pk?.S?.slice(tenant.id.length) ?? '')) return false;
    return !sellersChanged.has(sellerId?.S ?? sk?.S?.split('#')[0]);
  });
  return new Map(facts.map((row) => [`${row['pk']?.S} ${row['sk']?.S}`, ordered(row)]));
}

function ordered(row: Row): string {
  return JSON.stringify(row, (name, value: unknown) => {
    if (LEFT_OUT.has(name)) return undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)];
    return a === b ? [] : [`${key} was ${a ?? 'absent'} and is ${b ?? 'absent'}`];
  });
}
