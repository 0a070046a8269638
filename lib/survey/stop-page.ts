import { html } from '../html/html.ts';
import type { Page } from './page.ts';
import { plainBody } from './receipt-page.ts';
import { type Frame, sheetPage } from './sheet.ts';

/** Asks before it stops: mail scanners open every link, so a GET must not stop anything. The form sends what a mail
 *  client's own "unsubscribe" sends (RFC 8058, section 3.1). */
export function stopPage(sheet: Frame): Page {
  const { ask } = sheet.reader.words.stop;
  const body = html`${plainBody(ask)}
    <form method="post" action="?">
      <input type="hidden" name="List-Unsubscribe" value="One-Click" />
      <button>${ask.button}</button>
    </form>
    <p><a href="../${sheet.token}">${ask.keep}</a></p>`;
  return sheetPage(sheet, { title: ask.title, body });
}

/** Sent as the answer to the POST itself: mail clients do not follow redirects there (RFC 8058, section 3.2). */
export function stoppedPage(sheet: Frame): Page {
  const { done } = sheet.reader.words.stop;
  return sheetPage(sheet, { title: done.title, body: plainBody(done) });
}
