import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/instant.ts';
import { type Fragment, type Html, html } from '../html/html.ts';
import type { Invitation, Recommendation, Round } from '../rounds/round.ts';
import type { Page } from './page.ts';
import type { Reader } from './reader.ts';

/** What every page behind a good link needs: who reads it, in which marketplace. */
export interface Frame {
  readonly reader: Reader;
  readonly tenant: Tenant;
  readonly token: string;
  readonly sellerName: string | undefined;
}

/** What every page about one round needs besides: the round and its open question. */
export interface Sheet extends Frame {
  readonly round: Round;
  readonly recommendation: Recommendation;
  readonly invitation: Invitation;
  readonly now: Instant;
}

/** A page in the marketplace's frame, with whom it is for and the ways to the other pages. */
export function sheetPage(frame: Frame, page: Omit<Page, 'reader'>): Page {
  const { reader, tenant, sellerName } = frame;
  const { shell } = reader.words;
  const name = sellerName === undefined ? undefined : maskedName(sellerName);
  return {
    reader,
    brand: tenant.name,
    aside: name !== undefined && html`<span><bdi>${shell.forSeller(name)}</bdi></span>`,
    ...page,
  };
}

/** What the recommendation is about, on one line. */
export function subject({ title }: Recommendation, { words }: Reader): Html {
  return html`<bdi>${shortened(title ?? words.shell.untitled, 160)}</bdi>`;
}

/** Enough of a shop's name for its owner to know it, too little for a stranger who got the link: `Kit•••`. */
export function maskedName(name: string): string {
  const graphemes = [...new Intl.Segmenter().segment(name.trim())].map(({ segment }) => segment);
  return `${graphemes.slice(0, Math.min(3, Math.ceil(graphemes.length / 2))).join('')}•••`;
}

/** Text from upstream, cut so that no page outgrows its 20 kB. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}

/** Who sees the answer, until when it can be changed, and the ways to the history and out. */
export function notice(sheet: Sheet): Fragment {
  const { words, when } = sheet.reader;
  return html`<section>
      <h2>${words.notice.heading}</h2>
      <p>${words.notice.who}</p>
      <p>${words.notice.confidential}</p>
      <p>${words.notice.until(when(sheet.invitation.closesAt))}</p>
    </section>
    ${links(sheet)}`;
}

/** The ways from a page at `/s/<token>` to the other pages. */
export function links({ reader: { words }, token }: Pick<Frame, 'reader' | 'token'>): Html {
  return html`<nav aria-label="${words.shell.pages}">
    <a href="${token}/history">${words.shell.history}</a>
    <a href="${token}/stop">${words.shell.stop}</a>
  </nav>`;
}
