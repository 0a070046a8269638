import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { marketplace } from '../survey/marketplace.ts';
import { PAST, tellLedgers, WHY } from './all-pages.ts';
import { withSurveySite } from './survey-site.ts';

const market = marketplace(withTables());
const { ask, askQuarterly, facts } = market;
const site = withSurveySite(() => market.world());
beforeAll(() => tellLedgers(market));

async function walk(options: Parameters<typeof site.onPage>[0], work: (page: Page) => Promise<void>) {
  expect(await site.onPage({ locale: 'en-US', ...options }, work)).toEqual([]);
}

/** What has the focus: its text or name, whether that can be seen, and whether a thumb or an eye can find it on the screen. */
async function focused(page: Page) {
  return page.evaluate<{ name: string; seen: boolean; onScreen: boolean }>(`(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const label = element.labels?.[0]?.textContent ?? element.textContent;
    return {
      name: element === document.body ? '' : (label.trim() || element.name || element.tagName).replaceAll(/\\s+/g, ' '),
      seen: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2,
      onScreen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
    };
  })()`);
}

/** Presses Tab until something has the focus; every stop on the way must be seen, and none come twice. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  const stops: string[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    const { name, ...shown } = await focused(page);
    expect([name, shown]).toEqual([name, { seen: true, onScreen: true }]);
    stops.push(name);
    if (name.includes(wanted)) return;
  }
  throw new RangeError(`the Tab key never came to ${wanted}, only to ${stops.join(' | ')}`);
}

/** The stops of a page, in the order of the Tab key. */
async function stopsOf(page: Page): Promise<readonly string[]> {
  const stops: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const { name } = await focused(page);
    if (name === '' || name === stops[0]) return stops;
    stops.push(name);
  }
  return stops;
}

test('from her plan to the answer to her objection by keyboard alone, every stop seen', async () => {
  const { token, sellerId } = await ask({ recommendation: { why: WHY }, past: PAST });
  await walk({ viewport: { width: 390, height: 700 } }, async (page) => {
    await page.goto(`${site.url()}/s/${token}`);
    await tabTo(page, 'My own plan');
    await page.keyboard.type('180');
    await page.keyboard.press('Enter');
    await page.getByText('between 190 and 265 units').waitFor();
    await tabTo(page, 'Follow the recommendation');
    await page.keyboard.press('Space');
    await tabTo(page, 'Not at all');
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Send my answer');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
    await tabTo(page, 'Reply or object');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Reply or object' }).waitFor();
    await tabTo(page, 'Your message');
    await tabTo(page, 'Send my message');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect((await focused(page)).name).toContain('Write something first');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect((await focused(page)).name).toBe('Your message');
    await page.keyboard.type('Too many for us.');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Why?');
    await tabTo(page, 'Send my message');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Your message is sent').waitFor();
    await page.getByText('Too many for us.').waitFor();
  });
  const { rounds, messages = [] } = await facts().readSeller('us', sellerId);
  expect(rounds.find(({ recommendationId }) => recommendationId === 'rec-now')?.reply).toMatchObject({
    decision: 'accept',
    trustRating: 3,
  });
  expect(messages).toMatchObject([{ text: 'Too many for us.\nWhy?', recommendationId: 'rec-now' }]);
});

test('the Tab key goes through the ledger and the quarterly questionnaire in the order in which they are read', async () => {
  const { token } = await ask({ arm: 'show', past: PAST });
  const quarterly = await askQuarterly();
  await walk({}, async (page) => {
    await page.goto(`${site.url()}/s/${token}/history`);
    expect(await stopsOf(page)).toEqual([
      'Skip to the content',
      'Not you?',
      'Language: English',
      'product range',
      'replenishment',
      ...Array<string>(5).fill('Reply'),
      'Reply or object',
      'Back to the question',
    ]);
    await page.goto(`${site.url()}/s/${quarterly.token}`);
    const stops = await stopsOf(page);
    expect(stops).toHaveLength(8); // three above, two questions, the button, two ways out
    expect(stops.slice(-3)).toEqual([
      'Save and go on',
      'How earlier recommendations turned out',
      'Stop these questions',
    ]);
  });
});

test('the same walk by pointer at 200 % zoom: nothing sticks out, nothing lies under something else', async () => {
  const { token, sellerId } = await ask({ recommendation: { why: WHY }, past: PAST });
  // a desk of 1280 by 800 whose owner reads at 200 %
  const zoomed = {
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  } as const;
  await walk(zoomed, async (page) => {
    const fits = async () =>
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.goto(`${site.url()}/s/${token}`);
    await fits();
    await page.getByLabel('My own plan').fill('180');
    await page.getByRole('button', { name: 'Save my plan' }).click();
    await page.getByText('If our value is too high').waitFor();
    await fits();
    await page.getByLabel('Choose another value').check();
    await page.getByLabel('My value').fill('200');
    await page.getByLabel('Moderately').check();
    await page.getByRole('button', { name: 'Send my answer' }).click();
    await page.getByRole('heading', { name: 'Why we recommended it' }).waitFor();
    await fits();
    await page.getByRole('link', { name: 'How earlier recommendations turned out' }).click();
    await page.getByRole('link', { name: 'product range' }).click();
    await page.getByText('Ware 5').waitFor();
    await fits();
    await page.getByRole('link', { name: 'Reply', exact: true }).click();
    await page.getByLabel('Your message').fill('This came too late.');
    await page.getByRole('button', { name: 'Send my message' }).click();
    await page.getByText('This came too late.').waitFor();
    await fits();
  });
  const { messages = [] } = await facts().readSeller('us', sellerId);
  expect(messages).toMatchObject([{ recommendationId: 'old-5' }]);
});
