import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/instant.ts';
import { type Fragment, type Html, html } from '../html/html.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Invitation, Recommendation, Round } from '../rounds/round.ts';
import type { SellerFact } from '../rounds/seller.ts';
import { address } from './address.ts';
import type { Page } from './page.ts';
import { NOTICE } from './questionnaire.ts';
import type { Reader } from './reader.ts';
import { shortened } from './shortened.ts';
import { subjectName } from './subject-name.ts';

/** What every page behind a good link needs: who reads it, in which marketplace. */
export interface Frame {
  readonly reader: Reader;
  readonly tenant: Tenant;
  readonly token: string;
  readonly seller: Partial<Pick<SellerFact, 'displayName' | 'locale' | 'timeZone'>>;
}

/** What every page about one round needs besides: the round and its open question. */
export interface Sheet extends Frame {
  readonly round: Round;
  readonly recommendation: Recommendation;
  readonly invitation: Invitation;
  readonly now: Instant;
}

/** The same for the quarterly questionnaire. */
export interface QuarterlySheet extends Frame {
  readonly asked: Quarterly;
  readonly now: Instant;
}

/** A page in the marketplace's frame, with whom it is for and the ways to the other pages. */
export function sheetPage(frame: Frame, page: Omit<Page, 'reader'>): Page {
  const { reader, tenant, seller } = frame;
  const { shell } = reader.words;
  const name = seller.displayName === undefined ? undefined : maskedName(seller.displayName);
  return {
    reader,
    brand: tenant.name,
    aside:
      name !== undefined &&
      html`<span
        >${shell.forSeller(reader.isolate(name))} <a href="#not-you">${shell.notYou.title}</a></span
      >`,
    ...page,
    footer: html`${page.footer}${name !== undefined && notYou(reader)}`,
  };
}

/** Whoever has a link can answer with it, so the page says what somebody else should do. */
function notYou({ words: { shell } }: Reader): Html {
  return html`<section id="not-you">
    <h2>${shell.notYou.title}</h2>
    <p>${shell.notYou.text}</p>
  </section>`;
}

/** What the recommendation is about, on one line.
 *  @param longest in bytes as they are sent */
export function subject(
  { title }: { readonly title?: string | undefined },
  { words }: Reader,
  longest = 360,
): Html {
  return html`<bdi>${shortened(title ?? words.shell.untitled, longest)}</bdi>`;
}

const GRAPHEMES = new Intl.Segmenter(); // costs .1 ms to make

/** Enough of a shop's name for its owner to know it, too little for a stranger who got the link: `Kit•••`. */
export function maskedName(name: string): string {
  const graphemes = [...GRAPHEMES.segment(name.trim())].map(({ segment }) => segment);
  const first = graphemes.slice(0, Math.min(3, Math.ceil(graphemes.length / 2))).join('');
  return `${shortened(first, 80)}•••`; // a grapheme can have any number of accents
}

/** Who sees the answer, until when it can be changed, how to see and erase what is stored, and the ways to the history and
 *  out. */
export function notice(sheet: Frame, closesAt: Instant): Fragment {
  const { words, when, isolate } = sheet.reader;
  const said = words.items[NOTICE];
  return html`<section>
      <h2>${said.heading}</h2>
      <p>${said.who}</p>
      <p>${said.confidential}</p>
      <p>${said.until(when(closesAt))} ${said.yours(isolate(sheet.tenant.name))}</p>
    </section>
    ${links(sheet)}`;
}

/** The ways from a page at `/s/<token>` to the other pages.
 *  @param seen the recommendation that she may write about */
export function links({ reader, token }: Pick<Frame, 'reader' | 'token'>, seen?: string): Html {
  const { shell, ledger } = reader.words;
  const write = seen !== undefined && address(reader, `${token}/history`, `about=${subjectName(seen)}`);
  return html`<nav aria-label="${shell.pages}">
    ${write !== false && html`<a href="${write}">${ledger.message.write}</a>`}
    <a href="${address(reader, `${token}/history`)}">${shell.history}</a>
    <a href="${address(reader, `${token}/stop`)}">${shell.stop}</a>
  </nav>`;
}
