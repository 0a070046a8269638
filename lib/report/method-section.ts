import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Download } from './bundle/downloads.ts';
import { WORDS } from './definitions.ts';
import { usedCaption } from './kept-words.ts';
import { table } from './tables.ts';
import { count, number } from './wording.ts';

const REJECTIONS_SHOWN = 20;
const SIGNIFICANT = 4;

const ESTIMATORS = {
  kf: 'exact Kalman filter and smoother',
  qd: 'friction likelihood, initial trust integrated out',
  'qd-adf':
    'friction likelihood: a kept plan, a taken recommendation and an own value are events; assumed-density filter and smoother',
} as const;

const FORMULAS = [
  'a − p = (α + bg ln(|m − p| / g0)) (m − p) + e,   e ~ N(0, se²)',
  'α′ = α + gain max(r, 0) (1 − α) − loss max(−r, 0) α + η,   η ~ N(0, q²)',
  'r = (|p − y| − |m − y|) / (|p − y| + |m − y|),   y the outcome',
];

/** What was done with which rows. */
export function method(estimates: Estimates): Html {
  const { input, dynamics, health, seed, codeVersion, asOf, level } = estimates;
  const all = dynamics.find(({ segment }) => segment === 'all');
  return html`<section aria-labelledby="method">
    <h2 id="method">Method</h2>
    <p>
      A seller’s move from her own plan p to her choice a is explained by the gap between the recommendation m
      and her plan; trust α is the weight she gives it. Trust then moves with the fidelity r of each outcome
      she sees.
    </p>
    <p>${FORMULAS.map((formula) => html`<code class="formula">${formula}</code>`)}</p>
    <p>
      All sellers are fitted together by maximum likelihood (${ESTIMATORS[all?.estimator ?? 'kf']}), so
      sellers with few rounds lean on the others. Theories are compared by BIC with sellers as the independent
      unit, by Vuong’s test and by log scores of sellers held out; one is preferred only if all agree.
    </p>
    ${table(
      'Settings of this analysis',
      [{ head: 'Setting' }, { head: 'Value' }],
      [
        ['As of', asOf],
        ['Scale', all === undefined ? 'not chosen' : all.scale],
        ['Smallest gap that counts', all === undefined ? 'not chosen' : significant(all.minGap)],
        [
          'Reference gap g0, where trust is quoted',
          all?.referenceGap == null ? 'none' : `${significant(all.referenceGap)}: ${gapRule(health)}`,
        ],
        ['Estimator and law of motion', all === undefined ? 'none' : `${all.estimator}, ${all.law}`],
        ['Interval level', number(level)],
        ['Seed', String(seed)],
        ['Code version', codeVersion],
        ['SHA-256 of the input', html`<code>${input.sha256}</code>`],
      ],
    )}
    ${usable(input, usedCaption(estimates))} ${rejections(input)}
  </section>`;
}

/** Where the reference gap comes from, as the health check of that name tells. */
const gapRule = (health: Estimates['health']): string =>
  health.find(({ check }) => check === 'reference gap')?.detail ?? 'as set';

const significant = (value: number): string => String(Number(value.toPrecision(SIGNIFICANT)));

function usable({ usable: by }: Estimates['input'], caption: string): Html {
  const rows = Object.entries(by).map(([estimator, { rows: used, unused }]) => [
    estimator,
    count(used),
    Object.entries(unused)
      .map(([reason, left]) => `${reason}: ${count(left)}`)
      .join('; ') || 'all used',
  ]);
  return table(caption, [{ head: 'For' }, { head: 'Rows used', numeric: true }, { head: 'Not used' }], rows);
}

function rejections({ rejections: found, rejected }: Estimates['input']): Html | '' {
  if (found.length === 0) return '';
  const more =
    found.length > REJECTIONS_SHOWN
      ? html`<p class="note">The first ${count(found.length)} are in estimates.json.</p>`
      : '';
  return html`<details>
    <summary>Rows that could not be read: ${count(rejected)}</summary>
    ${table(
      'Values that were refused',
      [{ head: 'Line' }, { head: 'Field' }, { head: 'Value' }, { head: 'Reason and fix' }],
      found
        .slice(0, REJECTIONS_SHOWN)
        .map(({ line, field, value, reason }) => [String(line), field, value, reason]),
    )}${more}
  </details>`;
}

export function definitions(downloads: readonly Download[]): Html {
  return html`<section aria-labelledby="definitions">
      <h2 id="definitions">Definitions</h2>
      <dl class="words">
        ${Object.values(WORDS).map(
          ({ word, meaning }) =>
            html`<dt>${word}</dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
    </section>
    ${downloads.length === 0 ? '' : downloadsSection(downloads)}`;
}

/** Tables are many: they are folded, and left out on paper. */
function downloadsSection(downloads: readonly Download[]): Html {
  const tables = downloads.filter(({ isTable }) => isTable);
  return html`<section aria-labelledby="downloads">
    <h2 id="downloads">Downloads</h2>
    ${listed(downloads.filter(({ isTable }) => !isTable))}
    ${
      tables.length === 0
        ? ''
        : html`<details>
            <summary>${count(tables.length)} tables, each as CSV and Parquet</summary>
            ${listed(tables)}
          </details>`
    }
  </section>`;
}

const listed = (downloads: readonly Download[]): Html =>
  html`<ul class="plain">
    ${downloads.map(({ name, href, also = [], what }) => html`<li><a href="${href}">${name}</a>${also.map((other) => html`, <a href="${other}">${other}</a>`)}: ${what}</li>`)}
  </ul>`;
