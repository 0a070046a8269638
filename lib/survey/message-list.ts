import { type Fragment, type Html, html } from '../html/html.ts';
import type { Message } from '../rounds/message.ts';
import { address } from './address.ts';
import type { Ledger, Subject } from './ledger.ts';
import { subject as subjectLine } from './sheet.ts';
import { fitted } from './shortened.ts';

const MOST_IN_LEDGER = 2;
const LEDGER_ROOM = 750; // bytes for what was written and answered
const MOST_ON_PAGE = 6;
const PAGE_ROOM = 4500;

/** Her latest messages, about whatever, with the answers; what is cut stands whole on the page of its subject. */
export function latestMessages(ledger: Ledger): Fragment {
  const about = [...ledger.subjects.values()];
  return list(ledger, ledger.messages.slice(0, MOST_IN_LEDGER), LEDGER_ROOM, ({ recommendationId }) => {
    const found = about.find((each) => each.recommendationId === recommendationId);
    return (
      found &&
      html`<p>
        <a href="${address(ledger.reader, '', `about=${found.name}`)}"
          >${subjectLine(found.recommendation, ledger.reader, 100)}</a
        >
      </p>`
    );
  });
}

/** Her messages about one recommendation. */
export function messagesAbout(ledger: Ledger, { recommendationId }: Subject): Fragment {
  const messages = ledger.messages.filter((each) => each.recommendationId === recommendationId);
  return list(ledger, messages.slice(0, MOST_ON_PAGE), PAGE_ROOM, () => undefined);
}

function list(
  ledger: Ledger,
  messages: readonly Message[],
  room: number,
  about: (message: Message) => Fragment,
): Fragment {
  if (messages.length === 0) return undefined;
  const texts = fitted(
    messages.flatMap(({ text, answer }) => [text, answer?.text ?? '']),
    room,
  );
  return html`<section class="card" id="messages">
    <h2>${ledger.reader.words.ledger.message.heading}</h2>
    ${messages.map((each, i) => [about(each), said(each, [texts[2 * i], texts[2 * i + 1]], ledger)])}
  </section>`;
}

function said(
  { at, answer }: Message,
  [text, answered]: readonly Fragment[],
  { reader, tenant }: Ledger,
): Html {
  const { message } = reader.words.ledger;
  return html`<p class="soft">${message.wrote(reader.day(at))}</p>
    ${quote(text)}
    ${
      answer === undefined
        ? html`<p class="soft">${message.waiting}</p>`
        : html`<p class="soft">${message.answered(reader.isolate(tenant.name), reader.day(answer.at))}</p>
            ${quote(answered)}`
    }`;
}

function quote(words: Fragment): Html {
  return html`<p class="said" dir="auto">${words}</p>`;
}
