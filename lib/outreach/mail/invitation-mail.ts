import type { Instant } from '../../domain/instant.ts';
import { chooseLocale, type Language } from '../../language/locale.ts';
import { oneLine } from '../../language/one-line.ts';
import { type Writing, writing } from '../../language/writing.ts';
import type { Recommendation } from '../../rounds/round.ts';
import type { SellerFact } from '../../rounds/seller.ts';
import { titleBeforeReveal } from '../../rounds/title-before-reveal.ts';
import type { Block } from './letter.ts';
import { letterHtml } from './letter-html.ts';
import { letterText } from './letter-text.ts';
import type { PageWords } from './page-words.ts';
import { shown } from './shown.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { ja } from './words/ja.ts';
import type { MailWords } from './words/mail-words.ts';

export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = { en, de, es, ja, ar };

/** What an invitation asks and may tell. */
export type Asks =
  /** Her own plan first: neither value nor reasons may be told. */
  | { readonly kind: 'elicit'; readonly recommendation: Recommendation }
  | { readonly kind: 'show'; readonly recommendation: Recommendation; readonly withoutReasons: boolean }
  | { readonly kind: 'quarterly' };

export interface InvitationMail {
  readonly marketplace: string;
  readonly seller: Partial<Pick<SellerFact, 'displayName' | 'locale' | 'timeZone'>>;
  readonly asks: Asks;
  readonly link: string; // opens the question
  readonly closesAt: Instant;
  readonly reminder: number; // 0: the invitation itself
}

/** What a mail says. It asks in the words of the page it leads to.
 *  @param pages the words of the pages, by language */
export function invitationMail(
  order: InvitationMail,
  pages: Readonly<Record<Language, PageWords>>,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const { seller, asks, link, reminder } = order;
  const choice = chooseLocale({ accepted: [] }, seller.locale);
  const words = MAIL_WORDS[choice.language];
  const page = pages[choice.language];
  const written = writing(choice, seller.timeZone, words.direction);
  const subject = subjectOf(order, words);
  const blocks: Block[] = [
    ...opening(order, words, written),
    ...(asks.kind === 'show' ? shown({ ...asks, link, words, page, written }) : []),
    { kind: 'button', text: words[asks.kind].open, href: link },
    { kind: 'soft', text: `${words.until(written.when(order.closesAt))} ${words.yours}` },
    { kind: 'heading', text: words.why.heading },
    { kind: 'soft', text: words.why.text },
    { kind: 'heading', text: page.notice.heading },
    { kind: 'soft', text: page.notice.who },
    { kind: 'soft', text: page.notice.confidential },
    { kind: 'way out', text: page.stop, href: `${link}/stop` },
  ];
  const letter = { language: words.language, direction: words.direction, title: subject, blocks };
  return {
    subject: reminder > 0 ? words.subject.reminder(subject) : subject,
    text: letterText(letter),
    html: letterHtml(letter),
  };
}

function subjectOf({ asks, marketplace }: InvitationMail, { subject }: MailWords): string {
  const name = oneLine(marketplace, 40);
  return asks.kind === 'quarterly' ? subject.quarterly(name) : subject.recommendation(name);
}

function opening(
  { seller, asks, reminder }: InvitationMail,
  words: MailWords,
  { isolate }: Writing,
): readonly Block[] {
  const name = oneLine(seller.displayName ?? '', 60);
  const title = titleOf(asks);
  return [
    { kind: 'paragraph', text: name === '' ? words.helloNobody : words.hello(isolate(name)) },
    { kind: 'paragraph', text: words[asks.kind].lead },
    ...paragraph(title !== undefined && words.about(isolate(oneLine(title, 120)))),
    ...paragraph(reminder > 0 && words.reminded),
  ];
}

function titleOf(asks: Asks): string | undefined {
  if (asks.kind === 'quarterly') return undefined;
  return asks.kind === 'elicit' ? titleBeforeReveal(asks.recommendation) : asks.recommendation.title;
}

function paragraph(text: string | false): readonly Block[] {
  return text === false ? [] : [{ kind: 'paragraph', text }];
}
