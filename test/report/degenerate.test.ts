import { describe, expect, it } from 'vitest';
import { renderReport } from '../../lib/report/report.ts';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';
import { estimates, META } from './fixture.ts';
import { analysed, large, marketplaceRows, withAWorkingProcess, withoutOutcomes } from './marketplaces.ts';
import { pageText, textUnder } from './page-text.ts';

const SECTIONS = [
  'Can you trust this page?',
  'What changed since the last report',
  'Trust now',
  'Trust over time',
  'Is trust deserved?',
  'What builds trust, and what breaks it',
  'Which theory explains what sellers do',
  'Processes and investments',
  'What we cannot tell',
  'Method',
  'Definitions',
];

/** What no reader should meet. */
const BROKEN = /NaN|undefined|\bnull\b|Infinity|\[object|: :|\.\.(?!\.)| ,|\(\)|^\s*$/;

function readsWell(of: Estimates): string {
  const page = renderReport(of, META);
  expect(SECTIONS.filter((heading) => textUnder(page, heading) === '')).toEqual([]);
  expect(BROKEN.exec(pageText(page))?.[0]).toBeUndefined();
  return page;
}

const QUESTIONS = [
  'Did trust move since the last report?',
  'And in the long run?',
  'What moved it?',
  'Is it deserved?',
  'Which theory explains what sellers do?',
  'What to fund next?',
];

describe('a page that still reads well', () => {
  it('an empty marketplace: says so, and each question cannot be told, with its reason', () => {
    const page = readsWell(analysed([]));
    expect(textUnder(page, 'Can you trust this page?')).toMatch(
      /^There is nothing to check yet: no round was read\./,
    );
    expect(page).not.toContain('Do not act');
    expect(pageText(page)).toContain('No round has been read yet.');
    for (const question of QUESTIONS)
      expect(textUnder(page, question)).toMatch(/cannot (?:tell|be told): \w.{10}/i);
    expect(page).not.toMatch(/<svg/);
  });

  it('one seller: nothing about her is told', () => {
    const of = analysed(marketplaceRows(1));
    const page = readsWell(of);
    expect(textUnder(page, 'Trust now')).toMatch(/^Cannot tell: fewer than 5 sellers: withheld/);
    const told = of.trust.overall.estimate ?? Number.NaN;
    expect(told).toBeGreaterThan(0);
    expect(pageText(page)).not.toContain(`trust is ${told.toFixed(2)}`);
    for (const question of QUESTIONS)
      expect(textUnder(page, question)).toMatch(/cannot (?:tell|be told): \w.{10}/i);
  });

  it('no outcomes: trust is told, whether it is deserved and what moved it is not', () => {
    const page = readsWell(analysed(withoutOutcomes(marketplaceRows(45))));
    expect(pageText(page)).toMatch(/she now goes \d+ % of the way towards it: trust is 0\.\d\d/);
    expect(textUnder(page, 'Is it deserved?')).toMatch(/^Cannot tell: no seller has seen an outcome/);
    expect(textUnder(page, 'What moved it?')).toMatch(/^Cannot tell/);
    expect(page).not.toContain('id="calibration-quadrant"');
    expect(page).toContain('id="trust-over-time"');
  });

  it('three years of weeks: a year of them in the tables, all of them in the charts', () => {
    const page = readsWell(large(156));
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
    expect(page).toContain('the last 53 of 156, all are in estimates.json');
    expect(page.match(/<th scope="row">2024-W01<\/th>/g)).toBeNull();
    expect(page.match(/<th scope="row">2026-W52<\/th>/g)).toHaveLength(2);
    expect(page).toContain('from 0.50 in 2024-W01 to');
  });

  it('names full of markup: of recommenders, processes, segments, reports, tenants', () => {
    const name = `"><script>alert(1)</script><svg/onload=alert(2)>'&amp;`;
    const hostile = everywhere(withAWorkingProcess(), ['pricing', 'feedback', '2026-W46'], name);
    const page = readsWell(hostile).replace(/<head>[\s\S]*?<\/head>/, '');
    const meta = { title: name, tenantName: name, downloads: META.downloads };
    for (const shown of [page, renderReport(hostile, meta)]) {
      expect(shown).not.toMatch(/<script|<svg\/|\sonload=(?!alert)/);
      expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
    expect(textUnder(page, 'What to fund next?')).toContain(name);
  });

  it('a file of a health check, a reason and a wording that hold markup', () => {
    const { health, reasons } = estimates();
    const page = readsWell(
      estimates({
        health: [...health, { check: '<i>', status: 'fail', detail: '<b>bad</b>' }],
        reasons: { ...reasons, evolution: '<img src=x>' },
      }),
    );
    expect(page).not.toMatch(/<i>|<b>|<img/);
    expect(pageText(page)).toContain('<b>bad</b>');
  });
});

/** The same estimates with another name wherever one of these stands, as a value or as a key. */
function everywhere(of: Estimates, names: readonly string[], name: string): Estimates {
  const inJson = JSON.stringify(name).slice(1, -1);
  const text = names.reduce(
    (json, old, i) => json.replaceAll(old, i === 0 ? inJson : `${inJson}${i}`),
    JSON.stringify(of),
  );
  return estimatesSchema.parse(JSON.parse(text));
}
