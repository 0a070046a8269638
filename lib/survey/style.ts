/** The style of every page, sent inline and named by its hash in the content security policy.
 *  Logical properties only, so that a right-to-left page needs nothing of its own. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f4f6f4;--card:#fff;--ink:#17211f;--soft:#52605c;--line:#d5ddd9;--edge:#7d8b86;
--accent:#0b6458;--on-accent:#fff;--tint:#e7f2ef;--bad:#a3271b;--bad-tint:#fdf0ee;--radius:14px}
@media(prefers-color-scheme:dark){:root{--ground:#101615;--card:#18201f;--ink:#e9efed;--soft:#a6b5b0;--line:#2d3a37;
--edge:#74857f;--accent:#6fd3bf;--on-accent:#06201b;--tint:#16302b;--bad:#ffa79c;--bad-tint:#331a17}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans",sans-serif;overflow-wrap:break-word}
.page{max-inline-size:38rem;margin-inline:auto;padding:1rem 1rem 2.5rem}
.wide{max-inline-size:60rem}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;padding-block:.5rem 1rem;color:var(--soft);font-size:.9375rem}
header strong{display:flex;align-items:center;gap:.5rem;color:var(--ink);font-weight:650;margin-inline-end:auto;min-inline-size:0}
header svg{inline-size:1.25rem;block-size:1.25rem;flex:none;color:var(--accent)}
main{display:grid;gap:1rem}
main>*{min-inline-size:0}main>p{margin:0}
h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,1.9rem);line-height:1.2;letter-spacing:-.015em;margin:0;font-weight:680;text-wrap:balance}
h2{font-size:1rem;line-height:1.35;margin:0 0 .375rem;font-weight:650}
p{margin:0 0 .75rem}p:last-child,ul:last-child{margin-block-end:0}
ul{margin:0 0 .75rem;padding-inline-start:1.25rem}li+li{margin-block-start:.25rem}
a{color:var(--accent);text-underline-offset:.18em}
.soft{color:var(--soft);font-size:.9375rem}
.end{margin-block-start:1rem}
section .said{white-space:pre-line;border-inline-start:3px solid var(--line);padding-inline-start:.75rem}
.about{margin:0 0 .375rem;color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:1.125rem}
.advice{border-block-start:4px solid var(--accent)}
.value{font-size:clamp(2rem,1.6rem + 2vw,2.6rem);line-height:1.15;font-weight:700;letter-spacing:-.02em;margin:0 0 .5rem;font-variant-numeric:tabular-nums}
form{display:grid;gap:1rem;margin:0}
.hide{position:absolute;inline-size:1px;block-size:1px;min-block-size:0;padding:0;border:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.switch{position:relative}
summary{display:inline-flex;align-items:center;gap:.375rem;list-style:none;min-block-size:2.75rem;padding-inline:.5rem;border-radius:8px;color:var(--accent);cursor:pointer}
summary::-webkit-details-marker{display:none}
summary::after{content:"";inline-size:.4rem;block-size:.4rem;border:solid;border-width:0 2px 2px 0;rotate:45deg;translate:0 -.125rem}
[open]>summary::after{rotate:225deg;translate:0 .0625rem}
.switch ul{position:absolute;z-index:1;inset-inline-end:0;margin:0;padding:.375rem;min-inline-size:11rem;list-style:none;background:var(--card);border:1px solid var(--edge);border-radius:10px}
.switch li+li{margin:0}
.switch :is(a,button){display:block;inline-size:100%;min-block-size:2.75rem;padding:.5rem .75rem;border:0;border-radius:8px;background:none;color:var(--ink);font:inherit;text-align:start;text-decoration:none}
.switch [aria-current]{background:var(--tint);font-weight:650}
.switch :is(a,button):hover{background:var(--tint);filter:none}
.told{border-inline-start:4px solid var(--accent);background:var(--tint);border-radius:10px;padding:.875rem 1.125rem}
button,.button{display:inline-block;min-block-size:3rem;padding:.75rem 1.5rem;border:2px solid transparent;border-radius:12px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:650;line-height:1.3;text-align:center;text-decoration:none;cursor:pointer}
form>button{inline-size:100%}
button:hover,.button:hover{filter:brightness(1.08)}
.quiet{background:none;color:var(--accent);border-color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
dl{margin:0;display:grid;grid-template-columns:minmax(7.5rem,2fr) minmax(0,3fr);gap:.5rem 1rem}
dt{color:var(--soft)}dd{margin:0;font-weight:600;min-inline-size:0}
.risk{grid-template-columns:1fr;gap:.125rem}.risk dd{font-weight:400}.risk dd+dt{margin-block-start:.5rem}
:is(ul,p,dl)+h2{margin-block-start:1rem}dl+.soft{margin-block-start:1rem}
.skip{position:absolute;inset-block-start:.5rem;inset-inline-start:.5rem;background:var(--card);padding:.5rem 1rem;border-radius:8px}
.skip:not(:focus){clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden;padding:0}
footer section+section,nav+section{margin-block-start:1rem}
footer{margin-block-start:1.5rem;color:var(--soft);font-size:.9375rem}
nav{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin-block-start:.75rem}
nav a{display:inline-flex;align-items:center;min-block-size:2.75rem}
:lang(ar) :is(h1,.value){letter-spacing:0;line-height:1.4}
:lang(ja){line-break:strict;word-break:auto-phrase}
:lang(de) :is(h1,legend,label,button){hyphens:auto}
@media(min-width:40rem){.page{padding-block-start:1.5rem}.card{padding:1.5rem}form>button{inline-size:auto;justify-self:start}}
@media(prefers-reduced-motion:no-preference){button,.button{transition:border-color .12s,background-color .12s}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#333}form>button,nav,.skip,.switch{display:none}.card{break-inside:avoid}}
`;

/** What only pages with a form need. */
export const FIELD_STYLE = `
fieldset{min-inline-size:0;margin:0;border:1px solid var(--line);border-radius:var(--radius);background:var(--card);padding:1.125rem}
legend{float:inline-start;inline-size:100%;padding:0;margin-block-end:.75rem;font-weight:650;font-size:1.125rem;line-height:1.35}
legend+*{clear:both}
.choice{display:flex;align-items:center;gap:.75rem;min-block-size:2.75rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:10px;cursor:pointer}
.choice+.choice,.more+.choice,.choice+.more{margin-block-start:.375rem}
.choice:hover{border-color:var(--edge)}
.choice:has(:checked){border-color:var(--accent);background:var(--tint);box-shadow:inset 0 0 0 1px var(--accent)}
.choice.apart{margin-block-start:.875rem}
.choice>span{min-inline-size:0}
input[type=radio]{flex:none;inline-size:1.375rem;block-size:1.375rem;margin:0;accent-color:var(--accent)}
.more{padding-block:.25rem .5rem;padding-inline:2.875rem .75rem}
@supports selector(:has(*)){.choice:not(:has(:checked))+.more{display:none}}
label.above{display:block;font-weight:600;margin-block-end:.375rem}
input[type=text]{inline-size:100%;max-inline-size:16rem;min-block-size:2.75rem;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:10px;background:var(--card);color:var(--ink);font:inherit;font-size:1.125rem;font-variant-numeric:tabular-nums}
input[aria-invalid=true],fieldset.wrong{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
.hint{color:var(--soft);font-size:.9375rem;margin:0 0 .5rem}
.error{color:var(--bad);font-weight:600;margin:0 0 .5rem}
.summary{border:2px solid var(--bad);border-radius:var(--radius);background:var(--bad-tint);padding:1rem 1.125rem}
.summary h2{color:var(--bad)}.summary a{color:inherit}
.trap{position:absolute;inset-inline-start:0;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
textarea{display:block;inline-size:100%;min-block-size:9rem;padding:.625rem .75rem;border:1px solid var(--edge);border-radius:10px;background:var(--card);color:var(--ink);font:inherit;resize:vertical}
textarea[aria-invalid=true]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
@media(min-width:40rem){fieldset{padding:1.5rem}}
@media(prefers-reduced-motion:no-preference){.choice{transition:border-color .12s,background-color .12s}}
@media(forced-colors:active){.choice:has(:checked){outline:2px solid}}
@media print{fieldset{break-inside:avoid}}
`;

/** What only pages with a table need. */
export const TABLE_STYLE = `
table{inline-size:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:start;color:var(--soft);font-size:.9375rem;padding-block-end:.5rem}
th,td{text-align:start;vertical-align:top;padding-block:.625rem;padding-inline:0 .75rem;border-block-end:1px solid var(--line)}
thead th{color:var(--soft);font-size:.875rem;font-weight:600}
tbody th{font-weight:600}tbody th .soft{display:inline-block;margin-inline-end:.75rem;font-weight:400}
tbody th a{display:inline-block;padding-block:.25rem;font-size:.9375rem;font-weight:400}
.kinds{margin:0}.kinds [aria-current]{color:var(--ink);font-weight:650;text-decoration:none}
tbody tr:last-child>*{border-block-end:0}
@media(max-width:47.99rem){thead{position:absolute;clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden}
table,caption,tbody,tr,tbody th,td{display:block}
tr{padding-block:.75rem;border-block-end:1px solid var(--line)}tr:last-child{border:0}
tbody th,td{border:0;padding:.125rem 0}td{display:flex;justify-content:space-between;gap:1rem;text-align:end}
td::before{content:attr(data-label);color:var(--soft);text-align:start}tbody th{padding-block-end:.375rem}}
@media(min-width:48rem){td{white-space:nowrap}th,td{font-size:.9375rem}}
`;
