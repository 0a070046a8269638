import type { Row } from '../contents.ts';
import type { Invariant } from './view.ts';

/** R13, while nothing is restored: of an erased seller no row is left, whatever came late or died on its way. */
export const erasedStayErased: Invariant = ({ raw, erased }) =>
  raw.flatMap((row) => {
    const whose = sellerOf(row);
    return erased.has(whose) ? [`${row['pk']?.S} ${row['sk']?.S} is still about ${whose}`] : [];
  });

/** Who was told that nobody asks her any more is in the ledger and in the table's mirror of it. */
export const stoppedStayStopped: Invariant = ({ ended, rows, erased }) =>
  [...ended.world.seen.stopped].flatMap((sellerId) => {
    if (erased.has(sellerId)) return [];
    const contact = rows.find((row) => row.kind === 'contact' && row.sellerId === sellerId);
    const known = contact?.kind === 'contact' && contact.contact.optedOutAt !== undefined;
    return known ? [] : [`${sellerId} asked to stop and is not marked`];
  });

/** Whom a row is about: its key says so, or an attribute. */
export function sellerOf(row: Row): string {
  return row['sellerId']?.S ?? row['sk']?.S?.split('#')[0] ?? '';
}
