import { createHash } from 'node:crypto';
import { html, trusted } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { AlertState } from './alerts-schema.ts';
import { alertBox } from './alerts-section.ts';
import type { Download } from './bundle/downloads.ts';
import { calibration } from './calibration-section.ts';
import { changesSection } from './comparison/changes-section.ts';
import type { Comparison } from './comparison/comparison.ts';
import { builders } from './dynamics-section.ts';
import { health } from './health-section.ts';
import { definitions, method } from './method-section.ts';
import { openQuestions } from './questions/open-questions.ts';
import { opening } from './opening.ts';
import { overTime } from './over-time-section.ts';
import { processes } from './processes-section.ts';
import { segments } from './segments/segments-section.ts';
import { sender } from './sender-section.ts';
import { STYLE } from './style.ts';
import { suppressSmallGroups } from './suppression.ts';
import { theories } from './theories-section.ts';
import { trustNow } from './trust-now-section.ts';

export interface ReportMeta {
  readonly title: string; // what this report is about: "Seller trust, week 2026-W47"
  readonly tenantName: string; // whose sellers
  /** Files beside the report; links are relative. */
  readonly downloads: readonly Download[];
  /** Thresholds somebody set; absent: of a file. */
  readonly alerts?: readonly AlertState[];
  /** With the report before; absent: there is none. */
  readonly comparison?: Comparison | null;
  /** Where that is read, relative to this one. */
  readonly reportBefore?: string;
}

/** The report: one HTML file that needs nothing else. No network request, no script; light, dark, print and phone.
 *  Groups below five sellers are withheld here, whatever the estimates hold. */
export function renderReport(estimates: Estimates, meta: ReportMeta): string {
  const shown = suppressSmallGroups(estimates);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${meta.title} · ${meta.tenantName}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        ${opening(shown, meta)}
        <main>
          ${alertBox(meta.alerts ?? [])}${health(shown)}
          ${changesSection(meta.comparison ?? null, meta.reportBefore)} ${trustNow(shown)} ${overTime(shown)}
          ${segments(shown)} ${calibration(shown)} ${sender(shown)} ${builders(shown)} ${theories(shown)}
          ${processes(shown)} ${openQuestions(shown)} ${method(shown)} ${definitions(meta.downloads)}
        </main>
        <footer>
          <p>Seller Trust ${shown.codeVersion} · data cut at ${shown.asOf} · schema ${shown.schema}</p>
        </footer>
      </body>
    </html> `;
  return page.toString();
}

/** Nothing may be fetched or run; the one style sheet is known by its hash. */
export const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
