import type { Instant } from '../../lib/domain/instant.ts';
import type { FactsTable } from '../../lib/store/facts-table.ts';
import type { LedgerTable } from '../../lib/store/ledger-table.ts';
import type { Outbox } from '../../lib/store/outbox.ts';
import type { Json } from './wire.ts';

/** Mistakes that the suite must find, put between the product and its world. */
export const BUGS = [
  'conditions are dropped',
  'rounds are not written', // but told as accepted
  'the first report wins',
  'mails in doubt are sent again',
  'the ledger is not asked',
  'closed links work',
] as const;
export type Bug = (typeof BUGS)[number];

/** The product's parts with a mistake in one of them. */
export function broken<Parts extends { facts: FactsTable; ledger: LedgerTable; outbox: Outbox }>(
  bug: Bug | null,
  parts: Parts,
): Parts {
  const { facts, ledger, outbox } = parts;
  if (bug === 'rounds are not written')
    return { ...parts, facts: { ...facts, importRounds: () => Promise.resolve(0) } };
  if (bug === 'the ledger is not asked')
    return { ...parts, ledger: { ...ledger, among: () => Promise.resolve(new Set<string>()) } };
  if (bug === 'mails in doubt are sent again') {
    const setAside: Outbox['setAside'] = (tenant, row, lease) => outbox.defer(tenant, row, lease, row.dueAt);
    return { ...parts, outbox: { ...outbox, setAside } };
  }
  return parts;
}

/** What goes over the wire, with a mistake. */
export function miswritten(bug: Bug | null, input: Json): Json {
  if (bug === 'conditions are dropped')
    return changed(input, (condition) => `(${condition}) OR attribute_not_exists(never)`);
  if (bug === 'the first report wins')
    return changed(input, (condition) => condition.replaceAll(' < ', ' > '));
  return input;
}

function changed(input: Json, change: (condition: string) => string): Json {
  return JSON.parse(
    JSON.stringify(input, (key, value: unknown) =>
      key === 'ConditionExpression' ? change(String(value)) : value,
    ),
  );
}

/** The survey's clock, with a mistake: long before every close. */
export function misread(bug: Bug | null, now: Instant): Instant {
  return bug === 'closed links work' ? (`2026-01-01${now.slice(10)}` as Instant) : now;
}
