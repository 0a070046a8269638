import { STYLE } from './style.ts';

/** The report's style, and what only the index has. */
export const INDEX_STYLE = `${STYLE}
main, header, footer { display: block; max-width: 60rem; }
.headline { margin: 0; font-size: 1.25rem; line-height: 1.4; }
.market .facts { margin: .4rem 0 0; }
.market figure { margin: 1rem 0 .5rem; }
.spark { position: relative; padding-left: 2.25rem; }
.spark svg { display: block; width: 100%; height: 5.5rem; overflow: visible; }
.spark span { position: absolute; left: 0; color: var(--muted); font: .75rem/1 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.spark .high { top: -.35rem; } .spark .low { bottom: -.35rem; }
.spark path { fill: none; vector-effect: non-scaling-stroke; stroke-linecap: round; stroke-linejoin: round; }
.spark .frame { stroke: var(--rule); } .spark .band { fill: var(--accent); fill-opacity: .22; }
.spark .line { stroke: var(--accent); stroke-width: 2px; } .spark .alone { stroke: var(--accent); stroke-opacity: .35; stroke-width: 5px; }
.spark .dot { stroke: var(--accent); stroke-width: 7px; }
.market td { white-space: nowrap; } .market td:nth-child(6) { white-space: normal; min-width: 16rem; }
@media print { main, header, footer { max-width: none; } .market figure { display: block; break-inside: avoid; } .spark svg { height: 4rem; }
  .headline, .market .facts { break-after: avoid; } .spark + figcaption { margin-top: .6rem; } .market details[open] { display: block; } }
`;
