import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../lib/survey/words/words.ts';
import { withTables } from '../engine.ts';
import { marketplace } from '../survey/marketplace.ts';
import { allPages, tellLedgers } from './all-pages.ts';
import { withSurveySite } from './survey-site.ts';

const market = marketplace(withTables());
const site = withSurveySite(() => market.world());
/** Set SHOTS to a folder to look at the pages. */
const SHOTS = process.env['SHOTS'];

let quarterly = '';
beforeAll(async () => {
  await tellLedgers(market);
  quarterly = (await market.askQuarterly()).token;
});

/** Visits every page in turn, all in one tab. */
async function visitAll(
  lang: string,
  options: Parameters<typeof site.onPage>[0],
  look: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const pages = await allPages(market, site.url(), lang, quarterly);
  const complaints = await site.onPage(options, async (page) => {
    for (const [name, show] of pages) {
      await show(page);
      await look(page, name);
    }
  });
  expect(complaints).toEqual([]);
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe.each(LANGUAGES)('in %s', (lang) => {
  test('every page has no accessibility violation, light and dark, and is the same document without JavaScript', async () => {
    const documents = new Map<string, string>();
    await visitAll(lang, { javaScriptEnabled: false }, async (page, name) => {
      documents.set(name, bare(await page.content()));
    });
    await visitAll(lang, { reducedMotion: 'reduce' }, async (page, name) => {
      // axe needs timers, which do not run without JavaScript: what it says of this document it says of the same one there
      expect([name, bare(await page.content())]).toEqual([name, documents.get(name)]);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ runOnly: TAGS, resultTypes: ['violations'] })
        .analyze();
      expect([name, violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([name, []]);
      // colours are all that differs
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark =
        await page.evaluate(`axe.run({ runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations'] })
        .then(({ violations, passes }) => [violations.map(({ nodes }) => nodes[0].html), passes.length > 0])`);
      expect([name, dark]).toEqual([name, [[], true]]);
    });
  });
});

test.each([
  ['en', 320, 1],
  ['de', 320, 1],
  ['ja', 320, 1],
  ['ar', 320, 1],
  ['es', 360, 1],
  ['de', 640, 2],
  ['ar', 640, 2],
  ['en', 1200, 1],
  ['ar', 1200, 1],
])('every page fits: %s, %i px, text at %i times its size', async (lang, width, zoom) => {
  await visitAll(lang, { viewport: { width, height: 700 } }, async (page, name) => {
    await page.evaluate(`document.documentElement.style.fontSize = '${zoom * 100}%'`);
    const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect([name, 'wider than the screen by', wide]).toEqual([name, 'wider than the screen by', 0]);
    expect([name, await tooSmall(page)]).toEqual([name, []]);
    expect([name, await cutOff(page)]).toEqual([name, []]);
    for (const colorScheme of SHOTS === undefined ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      await shoot(page, `${name}, ${lang}, ${width} px, ${zoom}x, ${colorScheme}`);
    }
  });
});

/** A document without what differs on every link. */
function bare(document: string): string {
  expect(document).not.toMatch(/<(?:no)?script/);
  return document
    .replaceAll(/name="(nonce|submission)" value="[^"]*"/g, '')
    .replaceAll(/[\w-]{48}/g, 'TOKEN');
}

/** What can be pressed but is lower than 44 px; links within a sentence excepted (WCAG 2.2, 2.5.8). */
async function tooSmall(page: Page): Promise<unknown> {
  const pressable = `button, .button, .choice, nav a, summary, .switch a, input[type=text]`;
  return page.evaluate(`[...document.querySelectorAll('${pressable}')]
    .filter((element) => element.checkVisibility() && !element.closest('.trap, .hide'))
    .filter((element) => element.getBoundingClientRect().height < 44)
    .map((element) => element.outerHTML)`);
}

/** Text that sticks out of its box. */
async function cutOff(page: Page): Promise<unknown> {
  return page.evaluate(`[...document.querySelectorAll('h1, h2, p, li, label, legend, button, a, dt, dd, th, td')]
    .filter((element) => element.checkVisibility() && !element.closest('.trap, .hide, .skip, thead'))
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
    .map((element) => element.outerHTML)`);
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
