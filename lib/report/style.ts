/** The report's one style sheet. Colours are named by what they say; every pair passes 4.5 : 1 in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf6; --ink: #1c1b19; --muted: #625e56; --rule: #ddd8cc; --box: #f3f0e7;
  --accent: #0b6660; --loss: #9c3d17; --ok: #2b6a2f; --warn: #80540a; --fail: #9b1c1c; --link: #0b5a78; }
@media (prefers-color-scheme: dark) { :root { --paper: #171613; --ink: #ebe8e0; --muted: #a8a296; --rule: #3a372f; --box: #211f1b;
  --accent: #5ac8bd; --loss: #f0a070; --ok: #86cf8a; --warn: #e3b65a; --fail: #f39a92; --link: #7fc4e4; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
main, header, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3.5rem; }
.kicker, .facts, th, td, caption, summary, figcaption, .status, nav, dt, small, .chart { font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.kicker { margin: 0 0 .75rem; color: var(--muted); font-size: .875rem; letter-spacing: .02em; }
h1 { margin: 0; font-size: clamp(1.75rem, 5.5vw, 2.75rem); line-height: 1.15; font-weight: 600; letter-spacing: -.012em; text-wrap: balance; overflow-wrap: break-word; }
h2 { margin: 4rem 0 1rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); font-size: 1.5rem; line-height: 1.25; font-weight: 600; text-wrap: balance; }
h3 { margin: 2rem 0 .5rem; font-size: 1.125rem; font-weight: 600; }
p { margin: 0 0 1rem; max-width: 40rem; }
.lead { margin: 1.25rem 0 0; font-size: 1.25rem; line-height: 1.5; }
.facts { margin: 1.25rem 0 0; color: var(--muted); font-size: .875rem; }
a { color: var(--link); text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
small { font-size: .8125rem; color: var(--muted); }
.note { font: .8125rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--muted); }
.answers { margin: 1.75rem 0 0; }
.answers div { break-inside: avoid; padding: .6rem 0 .7rem; border-top: 1px solid var(--rule); }
.answers dt { font-size: .875rem; line-height: 1.5; font-weight: 600; color: var(--muted); }
.answers dd { margin: 0; font-size: 1rem; line-height: 1.5; }
.answers dd + dd { margin-top: .35rem; }
nav { margin-top: 2rem; font-size: .875rem; line-height: 2; }
nav a { margin-right: 1.1em; white-space: nowrap; }
.health { list-style: none; margin: 0; padding: .5rem 1.25rem; background: var(--box); border-radius: .5rem; }
.health li { display: grid; grid-template-columns: 6.25rem 1fr; gap: 0 1rem; padding: .7rem 0; border-bottom: 1px solid var(--rule); line-height: 1.45; }
.health li:last-child { border-bottom: 0; }
.status { font-size: .875rem; font-weight: 600; white-space: nowrap; }
.ok { color: var(--ok); } .warn { color: var(--warn); } .fail { color: var(--fail); }
.check { font-weight: 600; }
figure { margin: 1.75rem 0 2rem; }
.chart { display: block; width: 100%; height: auto; overflow: visible; font-size: 12px; font-variant-numeric: tabular-nums; }
.chart text { white-space: pre; }
.narrow { display: none; }
figcaption { margin-top: .6rem; max-width: 40rem; color: var(--muted); font-size: .875rem; line-height: 1.5; }
details { margin: .75rem 0; }
summary { cursor: pointer; font-size: .875rem; color: var(--link); padding: .25rem 0; }
.table { margin: 1.25rem 0; overflow-x: auto; container-type: inline-size; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { max-width: 100cqw; text-align: left; padding-bottom: .5rem; color: var(--muted); }
th, td { overflow-wrap: normal; padding: .45rem .9rem .45rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--rule); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; border-bottom-color: var(--muted); }
tbody th { min-width: 7rem; overflow-wrap: anywhere; hyphens: auto; }
thead .n { white-space: normal; }
.long { display: inline-block; min-width: 4.5rem; overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; }
table:has(.long) .n, table:has(.long) .n small { white-space: normal; }
td small { display: block; }
td.why { min-width: 12rem; color: var(--muted); }
.n .why { display: block; min-width: 7rem; white-space: normal; }
.preferred th, .preferred td { font-weight: 600; }
.unknown { color: var(--warn); font-weight: 600; }
ul.plain { padding-left: 1.1rem; max-width: 40rem; }
ul.plain li { margin-bottom: .5rem; }
dl.words dt { margin-top: 1rem; font-weight: 600; font-size: .9375rem; }
dl.words dd { margin: .1rem 0 0; max-width: 40rem; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .875em; overflow-wrap: anywhere; }
.formula { display: block; margin: .35rem 0; padding-left: 1.5rem; text-indent: -1.5rem; white-space: pre-wrap; }
footer { margin-top: 4rem; padding-bottom: 3rem; color: var(--muted); font-size: .875rem; }
@media (min-width: 62rem) { main, header, footer { max-width: 66rem; } main > section { position: relative; min-height: 8rem; margin-top: 3.5rem; padding: 1.5rem 0 0 17.5rem; border-top: 1px solid var(--rule); }
  main > section > h2 { position: absolute; left: 0; width: 15rem; margin: 0; padding: 0; border: 0; } main > section > h2 + h3 { margin-top: 0; }
  header { padding-top: 2.25rem; } header .lead { max-width: 52rem; margin-top: .9rem; } .answers { columns: 2; column-gap: 3rem; margin-top: 1.25rem; } .answers dd { font-size: .9375rem; } }
@media (max-width: 36rem) { .wide { display: none; } .narrow { display: block; } header { padding-top: 2rem; } h2 { margin-top: 3rem; }
  th, td { padding-right: .6rem; } tbody th { min-width: 6.5rem; } table { font-size: .8125rem; } .n { white-space: normal; }
  .health { margin: 0 -.5rem; padding: .25rem .9rem; } .health li { grid-template-columns: 1fr; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --muted: #444; --rule: #bbb; --box: #fff; --accent: #0b6660; --loss: #9c3d17; --ok: #2b6a2f;
  --warn: #80540a; --fail: #9b1c1c; --link: #000; } @page { size: A4; margin: 12mm 13mm; } html { font-size: 10.2px; } body { line-height: 1.35; }
  main, header, footer { max-width: none; padding: 0; } header { padding-top: 0; } h1 { font-size: 20pt; } h2 { margin: .9rem 0 .35rem; padding-top: .4rem; font-size: 13pt; } h3 { margin: .8rem 0 .3rem; }
  h2, h3, caption, thead, thead tr { break-after: avoid; } tbody tr:first-child { break-before: avoid; } figure, tr, caption, dd, .health li, .answers div { break-inside: avoid; } p, .answers dd, .note, figcaption, .lead, ul.plain { max-width: none; } p { margin-bottom: .5rem; }
  .lead { font-size: 1.2rem; margin-top: .6rem; } .answers { columns: 2; margin-top: .8rem; } .facts { margin-top: .6rem; } nav, summary, details { display: none; } .table { margin: .5rem 0; overflow: visible; } th, td { padding-top: .12rem; padding-bottom: .12rem; }
  td small { display: inline; } td.n small { white-space: nowrap; } .health { border: 1px solid var(--rule); padding-top: 0; padding-bottom: 0; } .health li { padding: .3rem 0; }
  figure { display: grid; grid-template-columns: 88mm 1fr; gap: 0 6mm; align-items: end; margin: .5rem 0; } .wide { display: block; } .narrow { display: none; } #calibration-quadrant .chart { max-width: 70mm; } figcaption { margin: 0; font-size: .8125rem; }
  dl.words { columns: 4; column-gap: 5mm; font-size: .85rem; line-height: 1.3; margin: 0; } dl.words dt { break-after: avoid; margin-top: .3rem; font-size: .85rem; } ul.plain { margin: .3rem 0; } ul.plain li { margin-bottom: .2rem; } .formula { margin: .1rem 0; } footer { margin-top: 1rem; padding: 0; } }
`;
