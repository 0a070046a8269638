import { html, type Html } from '../../html/html.ts';
import type { Disclosure } from '../../trust/segment-schema.ts';
import { count, many } from '../wording.ts';

/** What was checked before numbers by segment were published, in words. */
export function certificate(disclosure: Disclosure): Html {
  const {
    smallestGroup,
    cells,
    published,
    small,
    complementary,
    unsettled,
    asBefore,
    tables,
    ranks,
    fewest,
  } = disclosure;
  return html`<p class="note" id="disclosure">
    <strong>No seller can be worked out from the numbers by segment of this report.</strong> Of
    ${many(cells, 'number')} by segment ${count(published)} are published. Withheld are ${count(small)} of
    fewer than ${smallestGroup} sellers, ${count(complementary)} that would give such a group away together
    with what is published, and ${count(unsettled)} that are told elsewhere in the same digits as long as no
    outcome has been seen since. It was checked, exactly and for all combinations at once, that nobody who
    adds and subtracts the published numbers of a period, with the means of each recommender beside them, can
    single out fewer than ${smallestGroup} sellers: ${many(tables, 'table')}, ${many(ranks, 'rank')}
    computed${
      fewest === null ? '' : html`; the smallest group the check came across has ${count(fewest)} sellers`
    }.
    ${asBefore === 0 ? '' : html`${many(asBefore, 'number')} of past periods stand as they did in the report before.`}
  </p>`;
}
