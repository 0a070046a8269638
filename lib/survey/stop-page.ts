import { html } from '../html/html.ts';
import { address } from './address.ts';
import type { Page } from './page.ts';
import { plainBody } from './receipt-page.ts';
import { type Frame, sheetPage } from './sheet.ts';

/** Asks before it stops: mail scanners open every link, so a GET must not stop anything. The form sends what a mail
 *  client's own "unsubscribe" sends (RFC 8058, section 3.1). */
export function stopPage(sheet: Frame): Page {
  const { reader, token } = sheet;
  const { ask } = reader.words.stop;
  const body = html`${plainBody(ask)}
    <form method="post" action="?">
      <input type="hidden" name="List-Unsubscribe" value="One-Click" />
      ${reader.chosen !== undefined && html`<input type="hidden" name="lang" value="${reader.chosen}" />`}
      <button>${ask.button}</button>
    </form>
    <p><a href="${address(reader, `../${token}`)}">${ask.keep}</a></p>`;
  return sheetPage(sheet, { title: ask.title, body });
}

/** Sent as the answer to the POST itself: mail clients do not follow redirects there (RFC 8058, section 3.2). */
export function stoppedPage(sheet: Frame): Page {
  const { done } = sheet.reader.words.stop;
  return sheetPage(sheet, { title: done.title, body: plainBody(done) });
}
