import { type Html, html, trusted } from '../../html/html.ts';
import type { Block, Letter } from './letter.ts';

/** One style sheet in the head, logical properties only, no image, nothing fetched: what a mail program drops of it costs
 *  looks, not content. */
const STYLE = trusted(`<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;background:#f4f6f4;color:#17211f;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.page{max-width:36rem;margin:0 auto;padding:1.5rem 1rem 2.5rem;overflow-wrap:anywhere}
p{margin:0 0 1rem}
h2{font-size:1rem;line-height:1.35;margin:1.5rem 0 .375rem}
ul{margin:0 0 1rem;padding-inline-start:1.25rem}
a{color:#0b6458}
.soft{color:#52605c;font-size:.9375rem}
.value{font-size:1.9rem;line-height:1.2;font-weight:700;margin:0 0 1rem;padding:1rem 1.125rem;background:#fff;border:1px solid #d5ddd9;border-top:4px solid #0b6458;border-radius:12px}
.choice{display:block;margin:0 0 .5rem;padding:.75rem 1rem;min-height:1.5rem;background:#fff;border:1px solid #7d8b86;border-radius:10px;text-decoration:none}
.points{margin:0 0 1rem;padding:0;list-style:none}
.points li{margin:0 0 .375rem}
.points a{display:block;padding:.625rem 1rem;background:#fff;border:1px solid #7d8b86;border-radius:10px;text-decoration:none}
.button{display:inline-block;padding:.875rem 1.5rem;background:#0b6458;color:#fff;border-radius:12px;font-weight:650;text-decoration:none}
@media(prefers-color-scheme:dark){
body{background:#101615;color:#e9efed}
a{color:#6fd3bf}
.soft{color:#a6b5b0}
.value,.choice,.points a{background:#18201f;border-color:#74857f}
.value{border-top-color:#6fd3bf}
.button{background:#6fd3bf;color:#06201b}
}
</style>`);

/** The letter as one HTML page. */
export function letterHtml({ language, direction, title, blocks }: Letter): string {
  const page = html`<html lang="${language}" dir="${direction}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>${title}</title>
      ${STYLE}
    </head>
    <body dir="${direction}">
      <main class="page">${blocks.map(htmlOf)}</main>
    </body>
  </html>`;
  return `<!doctype html>\n${String(page)}\n`;
}

function htmlOf(block: Block): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>`;
    case 'soft':
      return html`<p class="soft">${block.text}</p>`;
    case 'heading':
      return html`<h2>${block.text}</h2>`;
    case 'value':
      return html`<p class="value"><bdi>${block.text}</bdi></p>`;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li><bdi>${item}</bdi></li>`)}
      </ul>`;
    case 'choices':
      return html`<h2>${block.legend}</h2>
        ${block.choices.map(({ text, href }) => html`<a class="choice" href="${href}">${text}</a>`)}`;
    case 'scale':
      return html`<h2>${block.legend}</h2>
        <ul class="points">
          ${block.choices.map(({ text, href }) => html`<li><a href="${href}">${text}</a></li>`)}
        </ul>`;
    case 'button':
      return html`<p><a class="button" href="${block.href}">${block.text}</a></p>`;
    case 'way out':
      return html`<p class="soft"><a href="${block.href}">${block.text}</a></p>`;
  }
}
