import type { Instant } from '../domain/instant.ts';
import type { Erasure } from '../store/erasures.ts';

/** What an erasure did, for whoever asked for it: without her name, so that keeping it keeps nothing about her. */
export interface Certificate {
  readonly schema: 'seller-trust/erasure@1';
  readonly tenant: string;
  readonly seller: string; // keyed hash of her id: only who holds the link secret and her id can match them
  readonly requestedAt: Instant;
  readonly doneAt: Instant | null; // null: rows are gone, files go before the next analysis
  readonly rows: Readonly<Record<string, number>>; // deleted, by kind
  readonly rowsLater: Readonly<Record<string, number>>; // deleted after that, by kind: late writes, restored copies
  readonly files: Readonly<Record<string, { readonly files: number; readonly lines: number }>>; // rewritten, by area
  readonly remains: readonly Remains[];
}

export interface Remains {
  readonly what: string;
  readonly until: string;
  readonly why: string;
}

export function certificateOf(tenant: string, { hash, ...erasure }: Erasure): Certificate {
  return {
    schema: 'seller-trust/erasure@1',
    tenant,
    seller: hash,
    requestedAt: erasure.requestedAt,
    doneAt: erasure.doneAt ?? null,
    rows: sorted(erasure.rows),
    rowsLater: sorted(erasure.later),
    files: sorted(erasure.files),
    remains: REMAINS,
  };
}

const REMAINS: readonly Remains[] = [
  {
    what: 'the keyed hash of her id in the ledger table',
    until: 'kept',
    why: 'so that late events about her are refused and a restored backup is emptied of her before anything serves',
  },
  {
    what: 'published reports and the sums they were made from',
    until: 'kept',
    why: 'aggregates of five sellers or more; nothing in them is about her alone',
  },
  {
    what: 'continuous backups of the facts table',
    until: '35 days after the erasure',
    why: 'they cannot be edited; whoever restores one must replay the ledger first, which erases her again',
  },
  {
    what: 'logs of functions',
    until: 'the log retention of the stage (logDays)',
    why: 'they hold counts and times, not ids of sellers, links or answers',
  },
];

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
