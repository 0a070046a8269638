/** What a reader reads: no styles, no drawings, nothing that stands behind a click. Spaces of any kind are one space. */
export function pageText(page: string): string {
  return plain(
    page.replaceAll(/<head>[\s\S]*?<\/head>|<svg[\s\S]*?<\/svg>|<details>[\s\S]*?<\/details>/g, ' '),
  );
}

/** The text under a heading: a section, or the answer of the first screen. Empty where there is no such heading. */
export function textUnder(page: string, heading: string): string {
  const text = page.replaceAll(/<svg[\s\S]*?<\/svg>|<details>[\s\S]*?<\/details>/g, ' ');
  const parts = text.match(/<section[\s\S]*?<\/section>|<div>\s*<dt>[\s\S]*?<\/div>/g) ?? [];
  const titled = parts.find((part) => {
    const [, title = ''] = /<(?:h2|dt)[^>]*>([\s\S]*?)<\/(?:h2|dt)>/.exec(part) ?? [];
    return plain(title) === heading;
  });
  return titled === undefined ? '' : plain(titled).slice(heading.length).trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

function plain(markup: string): string {
  return markup
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&(?:#39|quot|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:)])/g, '$1')
    .trim();
}
