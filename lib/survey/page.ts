import { createHash } from 'node:crypto';
import { type Fragment, type Html, html, trusted } from '../html/html.ts';
import { type Kept, languageSwitch } from './language-switch.ts';
import type { Reader } from './reader.ts';
import { FIELD_STYLE, STYLE, TABLE_STYLE } from './style.ts';

/** What a page shows; the shell adds frame, style and headers. */
export interface Page {
  readonly reader: Reader;
  readonly title: string;
  readonly body: Html;
  readonly status?: number; // 200 where not given
  readonly brand?: string; // the marketplace's name; absent on pages that must not tell one marketplace from another
  readonly aside?: Fragment; // right of the brand: the step, or whom the page is for
  readonly footer?: Fragment;
  readonly wide?: boolean;
  /** Style that only some pages need. */
  readonly needs?: keyof typeof STYLES;
  readonly kept?: Kept; // by a change of language; nothing where not given
  readonly headers?: Readonly<Record<string, string>>;
}

const STYLES = { fields: FIELD_STYLE, table: TABLE_STYLE };
const styleHashes = [STYLE, ...Object.values(STYLES)].map(
  (style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
);

/** Sent with every answer, page or not. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': [
    `default-src 'none'`,
    `style-src ${styleHashes.join(' ')}`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** The page as an HTTP answer; a HEAD answer has the same head and no body. */
export function pageResponse(page: Page, method: string): Response {
  const text = `<!doctype html>\n${String(documentOf(page))}\n`;
  return new Response(method === 'HEAD' ? null : text, {
    status: page.status ?? 200,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/html; charset=utf-8', ...page.headers },
  });
}

/** Sends the browser on with a GET, so that reloading the next page repeats nothing (303 See Other). */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...SECURITY_HEADERS, location } });
}

function documentOf({ reader, title, body, brand, aside, footer, wide, needs, kept = [] }: Page): Html {
  const { language, direction, shell } = reader.words;
  const name = brand === undefined ? title : `${title} · ${brand}`;
  return html`<html lang="${language}" dir="${direction}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="format-detection" content="telephone=no" />
      <title>${name}</title>
      ${styleElement(STYLE)}${needs && styleElement(STYLES[needs])}
    </head>
    <body>
      <a class="skip" href="#content">${shell.skip}</a>
      <div class="${wide === true ? 'page wide' : 'page'}">
        <header>
          <strong>${MARK}<bdi>${brand}</bdi></strong
          >${aside} ${languageSwitch(reader, kept)}
        </header>
        <main id="content" tabindex="-1">${body}</main>
        ${footer && html`<footer>${footer}</footer>`}
      </div>
    </body>
  </html>`;
}

function styleElement(style: string): Html {
  return trusted(`<style>${style}</style>`);
}

/** A speech bubble with a tick: a question that is worth answering. */
const MARK = trusted(
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M12 3a9 8.5 0 0 1 0 17 10 10 0 0 1-3.4-.6L4 21l1.3-4.1A8.2 8.2 0 0 1 3 11.5 9 8.5 0 0 1 12 3z"/><path d="m8.5 11.7 2.5 2.5 4.5-4.7"/></svg>',
);
