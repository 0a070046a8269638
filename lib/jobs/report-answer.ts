import { html } from '../html/html.ts';
import type { Page } from './read-report.ts';

/** What goes back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Uint8Array | string;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** With every answer. A page's own policy, which knows its style by its hash, holds beside this one. What a marketplace
 *  thinks of its sellers stays in no cache, and no other site hears where the reader came from. */
const SAFE: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What a reader finds where she looked. */
export function shown(page: Page | undefined): Answer {
  if (page === undefined) return NOT_FOUND;
  if (page.kind === 'moved') return redirect(page.to, []);
  if (page.kind === 'index') return answer(200, TYPES['html'], page.html);
  const type = TYPES[page.name.slice(page.name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return answer(200, type, page.body);
}

/** @param to our own path, or the issuer's address */
export function redirect(to: string, cookies: readonly string[]): Answer {
  return { status: 303, headers: { ...SAFE, location: to }, cookies, body: '' };
}

/** A page of one sentence, with the way back to the index. */
export function refused(status: number, sentence: string): Answer {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Seller trust</title>
      </head>
      <body>
        <main>
          <h1>Not shown</h1>
          <p>${sentence}</p>
          <p><a href="/reports/">All reports</a></p>
        </main>
      </body>
    </html> `;
  return answer(status, TYPES['html'], page.toString());
}

/** Also for what is there and not hers: whether it exists is not told. */
export const NOT_FOUND = refused(
  404,
  'There is no such report, or your sign-in does not name its marketplace.',
);

function answer(status: number, type = 'application/octet-stream', body: Uint8Array | string): Answer {
  return { status, headers: { ...SAFE, 'content-type': type }, cookies: [], body };
}
