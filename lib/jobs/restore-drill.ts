import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { readSortKey } from '../store/key.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import type { Item } from '../store/read-item.ts';
import { TABLE } from '../store/table.ts';
import { nameOfRow, type TableRows } from '../store/table-rows.ts';
import type { Replayed } from './replay.ts';

export interface DrillParts {
  readonly table: TableRows; // what serves
  readonly copy: TableRows; // restored, as it was
  /** Brings the copy up to the ledger, tenant by tenant. */
  readonly replay: (tenant: string) => Promise<Replayed>;
  readonly ledger: (tenant: string) => Pick<LedgerTable, 'among'>;
  /** Every fact that was taken before must be in the copy. */
  readonly settledAt: Instant;
}

/** Rows of a kind, in the table and in the copy after the replay. */
export interface Compared {
  readonly table: number;
  readonly copy: number;
  readonly both: number;
  readonly equal: number; // of both
}

export interface Drill {
  readonly replayed: Readonly<Record<string, Replayed>>; // by tenant
  readonly kinds: Readonly<Record<string, Compared>>;
  readonly facts: number; // taken before the instant, compared one by one
  readonly lost: number; // of them: not in the copy, or otherwise
  readonly erasedRows: number; // rows of the copy that name an erased seller
  readonly optedOut: number; // sellers of the copy
  readonly notHeld: number; // of them: those whom the copy would write to
  readonly passed: boolean;
}

/** Replays the ledger onto a restored copy, then looks at every row of both tables, without trusting the replay. */
export async function restoreDrill(parts: DrillParts): Promise<Drill> {
  const replayed: Record<string, Replayed> = {};
  for (const tenant of await tenantsIn(parts.copy)) replayed[tenant] = await parts.replay(tenant);
  const copy = await lookAt(parts);
  const found = await compare(parts);
  const kinds = Object.fromEntries(
    [...new Set([...copy.kinds.keys(), ...found.kinds.keys()])].sort().map((kind) => {
      const { table, both, equal } = found.kinds.get(kind) ?? { table: 0, both: 0, equal: 0 };
      return [kind, { table, copy: copy.kinds.get(kind) ?? 0, both, equal }];
    }),
  );
  const { erasedRows, optedOut, notHeld } = copy;
  const { facts, lost } = found;
  const passed = lost + erasedRows + notHeld === 0;
  return { replayed, kinds, facts, lost, erasedRows, optedOut, notHeld, passed };
}

/** Of whom a table has rows. */
export async function tenantsIn(rows: TableRows): Promise<string[]> {
  const tenants = new Set<string>();
  for await (const page of rows.pages()) for (const row of page) tenants.add(tenantOf(row));
  return [...tenants].sort();
}

const tenantOf = (row: Item): string => String(row[TABLE.partitionKey]).split('#')[0] ?? '';

const partOf = (row: Item): string => String(row[TABLE.partitionKey]).split('#')[1] ?? '';
const isOfShard = (row: Item): boolean => /^\d{4}$/.test(partOf(row));

/** What a row is, by its key. */
function kindOf(row: Item): string {
  const part = partOf(row);
  if (part === 'LINK') return 'link';
  if (part === 'OUT') return 'message to send';
  if (!isOfShard(row)) return part.toLowerCase();
  return readSortKey(String(row[TABLE.sortKey]))?.kind ?? 'unknown';
}

const sellerSchema = z.object({ sellerId: z.string() });

/** Whom a row is about: in its key, else in an attribute. */
function sellerOf(row: Item): string | undefined {
  if (isOfShard(row)) return String(row[TABLE.sortKey]).split('#')[0];
  return z.safeParse(sellerSchema, row).data?.sellerId;
}

/** What the copy would serve: the erased and those who opted out, looked up in the ledger again. */
async function lookAt({ copy, ledger }: DrillParts) {
  const kinds = new Map<string, number>();
  const asked = { optedOut: new Set<string>(), held: new Set<string>() };
  let erasedRows = 0;
  for await (const page of copy.pages()) {
    for (const row of page) kinds.set(kindOf(row), (kinds.get(kindOf(row)) ?? 0) + 1);
    for (const tenant of new Set(page.map(tenantOf))) {
      const rows = page.filter((row) => tenantOf(row) === tenant);
      const namedIn = (some: readonly Item[]) => new Set(some.flatMap((row) => sellerOf(row) ?? []));
      const erased = await ledger(tenant).among(tenant, 'erased', namedIn(rows));
      erasedRows += rows.filter((row) => erased.has(sellerOf(row) ?? '')).length;
      const present = namedIn(rows.filter(isOfShard));
      for (const id of await ledger(tenant).among(tenant, 'optout', present))
        asked.optedOut.add(`${tenant}#${id}`);
      for (const row of rows)
        if (row['optedOutAt'] !== undefined) asked.held.add(`${tenant}#${sellerOf(row)}`);
    }
  }
  const notHeld = [...asked.optedOut].filter((seller) => !asked.held.has(seller)).length;
  return { kinds, erasedRows, optedOut: asked.optedOut.size, notHeld };
}

/** Every row of the table beside the copy's. */
async function compare({ table, copy, settledAt }: DrillParts) {
  const kinds = new Map<string, { table: number; both: number; equal: number }>();
  let [facts, lost] = [0, 0];
  for await (const page of table.pages()) {
    const beside = await copy.matching(page);
    for (const row of page) {
      const other = beside.get(nameOfRow(row));
      const kind = kinds.get(kindOf(row)) ?? { table: 0, both: 0, equal: 0 };
      kind.table += 1;
      if (other !== undefined) kind.both += 1;
      if (isDeepStrictEqual(row, other)) kind.equal += 1;
      kinds.set(kindOf(row), kind);
      const settled = factsOf(row, settledAt);
      facts += settled.length;
      lost += settled.filter(([name, fact]) => !isDeepStrictEqual(fact, other?.[name])).length;
    }
  }
  return { kinds, facts, lost };
}

const factSchema = z.object({ ingestedAt: z.string() });

/** What a row holds as facts, of those that were taken before an instant. */
function factsOf(row: Item, before: Instant): [string, unknown][] {
  return Object.entries(row).filter(([, fact]) => {
    const taken = z.safeParse(factSchema, fact).data?.ingestedAt;
    return taken !== undefined && taken < before;
  });
}
