import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import type { IndexTenant } from '../../lib/report/index-entry.ts';
import { renderIndex } from '../../lib/report/index-page.ts';
import { isoWeek } from '../../lib/trust/period.ts';
import { launchChrome } from '../browser/chrome.ts';

const NEWEST = parseInstant('2026-11-16T02:00:00.000Z') ?? ('' as Instant);

/** A marketplace with so many weekly reports; the fifth to seventh could tell no trust. */
function marketplace(id: string, weeks: number, last = NEWEST): IndexTenant {
  const reports = Array.from({ length: weeks }, (_, week) => {
    const asOf = addDays(last, -7 * (weeks - 1 - week));
    const trust = 0.5 + 0.2 * Math.sin(week / 9);
    const known = { estimate: trust, lower: trust - 0.04, upper: trust + 0.04, n: 1234 };
    return {
      period: isoWeek(asOf),
      asOf,
      permalink: `reports/${id}/${isoWeek(asOf)}/${String(week).padStart(32, '0')}`,
      headline: `Trust rose in replenishment and fell in pricing (${week})`,
      trust: week > 4 && week < 8 ? { estimate: null, lower: null, upper: null, n: 3 } : known,
      since: week === 0 ? null : { estimate: 0.012, lower: -0.01, upper: 0.034 },
    };
  });
  return { id, name: `Marketplace <${id}>`, alertsRaised: null, reports };
}

const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const all = Array.from({ length: 10 }, (_, i) => marketplace(`m${i}`, 156));

describe('the index of reports', () => {
  it('three years of weeks of ten marketplaces are one page of at most 400 KB', () => {
    const page = renderIndex(all);
    const bytes = Buffer.byteLength(page);
    console.log(`index of 1560 reports: ${Math.round(bytes / 1000)} kB`);
    expect(bytes).toBeLessThanOrEqual(400_000);
    for (const { reports } of all)
      for (const { permalink } of reports) expect(page).toContain(`href="${permalink.slice(8)}/"`);
  });

  it('the marketplace with the newest report comes first, its newest report before older ones', () => {
    const old = marketplace('old', 3, addDays(NEWEST, -21));
    const page = renderIndex([marketplace('none', 0), old, marketplace('new', 3)]);
    const places = ['&lt;new&gt;', '&lt;old&gt;', '&lt;none&gt;'].map((name) => page.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(page.indexOf('(2)')).toBeLessThan(page.indexOf('(1)'));
  });

  it('tells in words what it draws: trust, interval, n, change, alerts', () => {
    const { name, id, reports } = marketplace('us', 30);
    const text = textOf(renderIndex([{ id, name, reports, alertsRaised: 2 }]));
    expect(text).toContain('Trust rose in replenishment and fell in pricing (29)');
    expect(text).toMatch(/trust 0\.\d\d \(95 % interval 0\.\d\d to 0\.\d\d; n 1.234\)/);
    expect(text).toContain('+0.01 (−0.01 to +0.03) since the report before');
    expect(text).toContain('2 alerts raised');
    expect(text).toContain('Alerts are raised in Marketplace &lt;us&gt; (2)');
    expect(text).toContain('4 older reports');
    expect(text.match(/cannot tell/g)).toHaveLength(3);
  });

  it('a report that could not tell interrupts the line; a lone one is a bar', () => {
    const { reports, ...rest } = marketplace('us', 12);
    const page = renderIndex([{ ...rest, reports }]);
    expect(page.match(/class="line" d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
    const gap = reports.slice(4, 8);
    expect(renderIndex([{ ...rest, reports: gap }])).toMatch(/class="alone" d="M0 \d+V\d+"/);
  });

  it('two reports of one week are told apart by their cut', () => {
    const { reports, ...rest } = marketplace('us', 1);
    const again = reports.map((report) => ({
      ...report,
      asOf: addDays(NEWEST, 1),
      permalink: `${report.permalink}x`,
    }));
    const page = renderIndex([{ ...rest, reports: [...reports, ...again] }]);
    expect(page).toContain('2026-W47, 2026-11-16 02:00');
    expect(page).toContain('2026-W47, 2026-11-17 02:00');
  });

  it('empty: says how to get the first report; open to nobody: whom to ask', () => {
    expect(textOf(renderIndex([marketplace('us', 0)]))).toContain('trust run start --tenant us');
    expect(textOf(renderIndex([]))).toContain('No marketplace is open to you');
  });
});

describe('in a browser', () => {
  let chrome: Browser | string = 'not launched';
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  const path = join(folder, 'page.html');
  beforeAll(async () => {
    writeFileSync(
      path,
      renderIndex([marketplace('us', 40), marketplace('first', 1), marketplace('none', 0)]),
    );
    chrome = await launchChrome();
  });
  afterAll(async () => {
    if (typeof chrome !== 'string') await chrome.close();
    rmSync(folder, { recursive: true });
  });

  it.for([
    ['light', 1100],
    ['dark', 360],
  ] as const)(
    '%s, %i px: accessible, no wider than the window, asks for nothing, no script',
    async ([colorScheme, width], ctx) => {
      if (typeof chrome === 'string') {
        console.log(`skipped: ${chrome}`);
        return ctx.skip(chrome);
      }
      const context = await chrome.newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      const heard: string[] = [];
      page.on('request', (request) => heard.push(request.url()));
      page.on('console', (message) => heard.push(message.text()));
      await page.goto(pathToFileURL(path).href);
      await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
      expect(
        await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
      ).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      expect(heard).toEqual([pathToFileURL(path).href]);
      await context.close();
    },
  );
});
