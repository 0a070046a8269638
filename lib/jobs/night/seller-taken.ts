import { toInstant, milliseconds, parseInstant, type Instant } from '../../domain/instant.ts';
import { withProcesses } from '../../processes/in-round.ts';
import type { Process } from '../../rounds/process.ts';
import { roundsJsonl } from '../../rounds/rounds-jsonl.ts';
import { toRow } from '../../rounds/to-row.ts';
import type { SellerHistory } from '../../store/seller-history.ts';
import { askingOf, type Asking } from '../survey-counts.ts';

/** What a snapshot takes of one seller. */
export interface SellerTaken {
  readonly sellerId: string;
  readonly text: string; // her lines of the rounds file
  readonly rows: number;
  readonly asking: Asking | undefined;
  /** When it is something else although nothing was heard of her: a recommendation expires, a question closes, a round is kept no
   *  longer, a fact was heard after the cut. Undefined: never. */
  readonly changesAt: Instant | undefined;
}

/** A seller as she was known at a cut. */
export function sellerTaken(history: SellerHistory, registry: readonly Process[], cut: Instant): SellerTaken {
  const now = takenAt(history, registry, cut);
  const same = JSON.stringify(told(now));
  const next = instantsAfter(history, cut).find(
    (at) => JSON.stringify(told(takenAt(history, registry, at))) !== same,
  );
  return { ...now, changesAt: next };
}

function takenAt(
  history: SellerHistory,
  registry: readonly Process[],
  cut: Instant,
): Omit<SellerTaken, 'changesAt'> {
  const { sellerId, rounds, seller, exposures = [] } = history;
  const rows = rounds.flatMap((round) => {
    const row = toRow(round, cut, seller);
    return row === undefined ? [] : [withProcesses(row, round, { registry, exposures, cut })];
  });
  return { sellerId, text: roundsJsonl(rows), rows: rows.length, asking: askingOf(history, cut) };
}

const told = ({ text, asking }: Pick<SellerTaken, 'text' | 'asking'>) => [
  text,
  asking?.answers,
  asking?.progress.map(({ waveId, reached }) => [waveId, [...reached]]),
];

/** Every instant in what is stored of her that lies after another, in order: nothing of hers changes between two of them. */
function instantsAfter(history: SellerHistory, cut: Instant): Instant[] {
  const found = new Set<string>();
  collect(history, cut, found);
  return [...found].flatMap((text) => parseInstant(text) ?? []).sort();
}

function collect(value: unknown, cut: Instant, found: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length === cut.length && value > cut && value.endsWith('Z')) found.add(value);
  } else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) collect(inner, cut, found);
}

/** Where the reading of a night begins: what was written while the last one read, and clocks that differ, fall into the hour
 *  before its cut. */
export const overlap = (cut: Instant): Instant => toInstant(milliseconds(cut) - OVERLAP);
const OVERLAP = 60 * 60 * 1000;
