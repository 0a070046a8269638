import { type Instant, milliseconds } from '../domain/instant.ts';
import type { Message } from '../rounds/message.ts';
import type { Recommendation, Round } from '../rounds/round.ts';
import type { Link } from '../store/row-schema.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { awaitsPlan, history, type HistoryEntry } from './history.ts';
import type { Frame } from './sheet.ts';
import { subjectName } from './subject-name.ts';

/** Everything the ledger's pages tell of one seller. */
export interface Ledger extends Frame {
  readonly now: Instant;
  readonly sellerId: string;
  readonly entries: readonly HistoryEntry[]; // of every kind, latest first
  /** The recommenders of which something has turned out, in the order of their names. */
  readonly kinds: readonly string[];
  /** The one whose recommendations come first: chosen, else that of the link's, else the latest. */
  readonly kind: string | undefined;
  /** What the link asks about, where she may know what was recommended. */
  readonly current: Subject | undefined;
  /** What she may write about. */
  readonly subjects: ReadonlyMap<string, Subject>; // by their names in addresses
  readonly messages: readonly Message[]; // latest first
  readonly segments: Readonly<Record<string, string>>;
  readonly assigned: Readonly<Record<string, string>>; // arms of experiments
}

export interface Subject {
  readonly name: string;
  readonly recommendationId: string;
  readonly recommendation: Recommendation;
}

export interface Found {
  readonly link: Link;
  readonly history: SellerHistory;
}

/** @param chosen the number of a kind in an address, 1 for the first; anything else chooses nothing */
export function ledgerOf(
  frame: Frame,
  { link, history: { rounds, messages = [], seller } }: Found,
  chosen: string | null,
  now: Instant,
): Ledger {
  const entries = history(rounds, now);
  const kinds = [...new Set(entries.map(({ recommender }) => recommender))].sort();
  const linked = rounds.find(({ recommendationId }) => recommendationId === link.recommendationId);
  const own = linked?.recommendation?.recommender;
  const kind = kinds[Number(chosen ?? 0) - 1] ?? kinds.find((name) => name === own);
  const asked = new Set([
    ...entries.map(({ recommendationId }) => recommendationId),
    ...messages.map(({ recommendationId }) => recommendationId),
    link.recommendationId,
  ]);
  const subjects = rounds
    .filter((round) => asked.has(round.recommendationId) && !awaitsPlan(round, now))
    .flatMap(toSubject);
  return {
    ...frame,
    now,
    sellerId: link.sellerId,
    entries,
    kinds,
    kind: kind ?? entries[0]?.recommender ?? own,
    current: subjects.find(({ recommendationId }) => recommendationId === link.recommendationId),
    subjects: new Map(subjects.map((subject) => [subject.name, subject])),
    messages: messages.toSorted((a, b) => milliseconds(b.at) - milliseconds(a.at)),
    segments: seller?.segments ?? {},
    assigned: linked?.invitation?.assigned ?? {},
  };
}

function toSubject({ recommendationId, recommendation }: Round): Subject[] {
  return recommendation ? [{ name: subjectName(recommendationId), recommendationId, recommendation }] : [];
}
