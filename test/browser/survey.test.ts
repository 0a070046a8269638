import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { withTables } from '../engine.ts';
import { fact, marketplace, NOW, recommendation } from '../survey/marketplace.ts';
import { launchChrome } from './chrome.ts';
import { serveSurvey } from './survey-server.ts';

const { ask, facts, world } = marketplace(withTables());
/** Set SHOTS to a folder to look at the pages. */
const SHOTS = process.env['SHOTS'];

let browser: Browser | undefined;
let reason = '';
let site: Awaited<ReturnType<typeof serveSurvey>>;
let now = NOW;

beforeAll(async () => {
  const launched = await launchChrome();
  if (typeof launched === 'string') reason = launched;
  else browser = launched;
  if (reason !== '') console.log(`skipped: ${reason}`);
  site = await serveSurvey(() => world({ now }));
});
afterAll(async () => {
  await browser?.close();
  await site.stop();
});
beforeEach((context) => {
  now = NOW;
  if (browser === undefined) context.skip(reason);
});

/** Does something on a page of its own, and fails if that page asked anybody else for anything or complained. */
async function onPage(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser?.newContext(options);
  if (!context) throw new RangeError('onPage requires a browser');
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url)) complaints.push(`asked ${request.url()}`);
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await work(page);
  } finally {
    await context.close();
  }
  expect(complaints.filter((text) => !/status of 4(?:04|22|03)/.test(text))).toEqual([]);
}

const past = Array.from({ length: 5 }, (_, i) => ({
  sellerId: '',
  recommendationId: `old-${i}`,
  recommendation: recommendation({
    at: addDays(NOW, -9 * (i + 1)),
    title: `Ware ${i}`,
    priorPlan: 200 + 10 * i,
  }),
  action: { ...fact(), response: 'adjust' as const, chosen: 220 },
  outcome: { ...fact(), value: 216 + 3 * i },
  outcomeShown: fact(),
}));

function open(token: string, rest = ''): (page: Page) => Promise<unknown> {
  return (page) => page.goto(`${site.url}/s/${token}${rest}`);
}

/** Every page there is, each on a link of its own. */
async function allPages(): Promise<Record<string, (page: Page) => Promise<unknown>>> {
  const [plan, show, answered, wrong, closed] = [
    await ask({ past }),
    await ask({ arm: 'show' }),
    await ask({ arm: 'show' }),
    await ask({ arm: 'show' }),
    await ask({ arm: 'show', closesAt: addDays(NOW, -0.5) }),
  ];
  return {
    plan: open(plan.token),
    'plan with a problem': async (page) => {
      await open(plan.token)(page);
      await page.getByRole('button').click();
    },
    reply: open(show.token, '?a=5'),
    'reply with problems': async (page) => {
      await open(wrong.token)(page);
      await page.getByLabel('Choose another value').check();
      await page.getByLabel('My value').fill('lots');
      await page.getByRole('button').click();
    },
    receipt: async (page) => {
      await open(answered.token, '?edit')(page);
      await page.getByLabel('Follow the recommendation').check();
      await page.getByLabel('Quite a lot').check();
      await page.getByRole('button').click();
    },
    'receipt with news': open(answered.token, '?told=already'),
    edit: open(answered.token, '?edit'),
    closed: open(closed.token),
    history: open(plan.token, '/history'),
    'empty history': open(show.token, '/history'),
    stop: open(plan.token, '/stop'),
    'bad link': open('x'),
  };
}

describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])('with %o', (options) => {
  test('a seller answers, by pointer', async () => {
    const { token, sellerId } = await ask();
    await onPage({ ...options, locale: 'en-US', viewport: { width: 390, height: 800 } }, async (page) => {
      await page.goto(`${site.url}/s/${token}`);
      await page.getByLabel('My own plan').fill('1,80');
      await page.getByLabel('My own plan').fill('180');
      await page.getByRole('button', { name: 'see the recommendation' }).click();
      await page.getByText('240 units', { exact: true }).waitFor();
      await page.getByLabel('Choose another value').check();
      await page.getByLabel('My value').fill('210');
      await page.getByLabel('Moderately').check();
      await page.getByLabel('How clear the reasons are').check();
      await page.getByRole('button', { name: 'Send my answer' }).click();
      await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
      await page.getByRole('link', { name: 'Change my answer' }).click();
      await page.getByLabel('Follow the recommendation').check();
      await page.getByRole('button', { name: 'Change my answer' }).click();
      await page.getByRole('definition').filter({ hasText: '240 units' }).first().waitFor();
    });
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.priorPlan?.value).toBe(180);
    expect(round?.reply).toMatchObject({
      revision: 2,
      decision: 'accept',
      trustRating: 4,
      mainReason: 'reasons',
    });
    expect(round?.earlierReplies?.[0]).toMatchObject({ decision: 'adjust', chosen: 210 });
  });

  test('a double click and the back button leave one answer', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    await onPage(options, async (page) => {
      await page.goto(`${site.url}/s/${token}`);
      await page.getByLabel('Follow the recommendation').check();
      await page.getByLabel('Can’t say').check();
      await page.getByRole('button', { name: 'Send my answer' }).dblclick();
      await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
      await page.goBack();
      await page.goForward();
      await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
    });
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.reply).toMatchObject({ revision: 1, trustRating: null });
    expect(round?.earlierReplies).toEqual([]);
  });

  test('a seller stops the questions', async () => {
    const { token, sellerId } = await ask();
    await onPage(options, async (page) => {
      await page.goto(`${site.url}/s/${token}`);
      await page.getByRole('link', { name: 'Stop these questions' }).click();
      await page.getByRole('button', { name: 'Yes, stop asking me' }).click();
      await page.getByRole('heading', { name: 'You will not be asked again' }).waitFor();
    });
    expect((await facts().readSeller('us', sellerId)).contact?.optedOutAt).toBe(NOW);
  });
});

test('keyboard alone is enough, and the problem summary takes the focus', async () => {
  const { token, sellerId } = await ask();
  await onPage({}, async (page) => {
    const focus = () => page.evaluate('document.activeElement.textContent || document.activeElement.name');
    await page.goto(`${site.url}/s/${token}`);
    await page.keyboard.press('Tab');
    expect(await focus()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focus()).toBe('plan');
    await page.keyboard.type('150');
    await page.keyboard.press('Enter');
    await page.getByText('240 units', { exact: true }).waitFor();
    await page.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await focus()).toContain('Please check your answer');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await focus()).toBe('decision');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
  });
  const round = await facts().readRound('us', sellerId, 'rec-now');
  expect(round?.reply).toMatchObject({ decision: 'accept', trustRating: 2, mainReason: null });
});

describe('every page', () => {
  test.each(['light', 'dark'] as const)('has no accessibility violation, %s', async (colorScheme) => {
    for (const [name, show] of Object.entries(await allPages())) {
      await onPage({ colorScheme, reducedMotion: 'reduce' }, async (page) => {
        await show(page);
        expect(await page.title()).not.toBe('');
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect([name, violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([name, []]);
      });
    }
  });

  test.each([
    ['320 px', 320, 'ltr'],
    ['320 px, right to left', 320, 'rtl'],
    ['360 px', 360, 'ltr'],
    ['a desk', 1200, 'ltr'],
    ['a desk, right to left', 1200, 'rtl'],
  ])(
    'fits %s: nothing to scroll sideways, nothing too small for a thumb',
    async (label, width, direction) => {
      for (const [name, show] of Object.entries(await allPages())) {
        for (const colorScheme of SHOTS === undefined ? (['light'] as const) : (['light', 'dark'] as const)) {
          await onPage({ viewport: { width, height: 700 }, colorScheme }, async (page) => {
            await show(page);
            await page.evaluate(`document.documentElement.dir = '${direction}'`);
            expect(await page.title()).not.toBe('');
            const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
            expect([name, wide]).toEqual([name, 0]);
            expect([name, await tooSmall(page)]).toEqual([name, []]);
            await shoot(page, `${name}, ${label}, ${colorScheme}`);
          });
        }
      }
    },
  );
});

/** What can be pressed but is lower than 44 px; links within a sentence excepted (WCAG 2.2, 2.5.8). */
async function tooSmall(page: Page): Promise<unknown> {
  const pressable = `button, .button, .choice, nav a, input[type=text]`;
  return page.evaluate(`[...document.querySelectorAll('${pressable}')]
    .filter((element) => element.checkVisibility() && !element.closest('.trap'))
    .filter((element) => element.getBoundingClientRect().height < 44)
    .map((element) => element.outerHTML)`);
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
