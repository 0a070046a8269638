import domino from '@mixmark-io/domino';
import * as Plot from '@observablehq/plot';
import { html, trusted, type Fragment, type Html } from '../html/html.ts';

/** Widths a chart is drawn for; style.ts shows one of them. */
const WIDTHS = { wide: 720, narrow: 344 } as const;
export type Width = keyof typeof WIDTHS;

/** Letters of a name that fit into a chart beside its number. */
export const LONGEST_NAME: Readonly<Record<Width, number>> = { wide: 60, narrow: 30 };

export interface Chart {
  readonly id: string; // of the figure; letters, digits, hyphens
  readonly title: string; // what it shows, for readers who hear it
  readonly description: string; // what is to be seen in it
  readonly caption: Fragment;
  /** The plot for one width, without width and document. */
  readonly plot: (width: Width) => Plot.PlotOptions;
  readonly table: Html;
}

/** A figure: the chart drawn for wide and for narrow pages as inline SVG, its caption, and the numbers behind it. */
export function figure(chart: Chart): Html {
  return html`<figure id="${chart.id}">
    ${(['wide', 'narrow'] as const).map((width) => drawing(chart, width))}
    <figcaption>${chart.caption}</figcaption>
    <details>
      <summary>The numbers behind this chart</summary>
      ${chart.table}
    </details>
  </figure>`;
}

function drawing(chart: Chart, width: Width): Html {
  const svg = Plot.plot({ ...chart.plot(width), width: WIDTHS[width], document: domino.createDocument() });
  const drawn = String(svg.outerHTML);
  const box = /viewBox="([^"]+)"/.exec(drawn)?.[1] ?? '';
  const name = `${chart.id}-${width}`;
  return html`<svg
    class="chart ${width}"
    role="img"
    viewBox="${box}"
    aria-labelledby="${name}-title ${name}-desc"
  >
    <title id="${name}-title">${chart.title}</title>
    <desc id="${name}-desc">${chart.description}</desc>
    ${trusted(inner(drawn))}
  </svg>`;
}

/** What is drawn, without what the page's policy forbids (styles) and what role=img makes meaningless (labels of parts).
 *  Coordinates keep one decimal. */
function inner(svg: string): string {
  return svg
    .replace(/^<svg[^>]*>/, '<g text-anchor="middle" fill="currentColor">')
    .replace(/<\/svg>$/, '</g>')
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/ (?:style|aria-label|aria-hidden|class)="[^"]*"/g, '')
    .replaceAll(/<[^>]+>/g, (tag) => tag.replaceAll(/-?\d+\.\d{2,}(?!\d*em)/g, oneDecimal));
}

const oneDecimal = (digits: string): string => String(Number(Number(digits).toFixed(1)));
