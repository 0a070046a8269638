import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { blockOrder } from '../../lib/survey/quarterly-block.ts';
import { QUARTERLY } from '../../lib/survey/questionnaire.ts';
import { withTables } from '../engine.ts';
import { marketplace } from '../survey/marketplace.ts';
import { withSurveySite } from './survey-site.ts';

const { ask, askQuarterly, facts, world } = marketplace(withTables());
const site = withSurveySite(() => world());

/** A question, how its form is filled in with the first or the second answer, and what is recorded then. */
interface Question {
  readonly token: string;
  readonly fill: (page: Page, answer: 1 | 2) => Promise<unknown>;
  /** 1 or 2, and how often something was recorded. */
  readonly recorded: () => Promise<readonly [answer: number | undefined, versions: number]>;
  /** Which answer stands after both were sent, in this order. */
  readonly stands: 1 | 2;
  /** What the address says to whoever sent the second. */
  readonly told: string;
}

async function plan(): Promise<Question> {
  const { token, sellerId } = await ask();
  return {
    token,
    fill: (page, answer) => page.locator('[name=plan]').fill(String(answer)),
    recorded: async () => {
      const value = (await facts().readRound('us', sellerId, 'rec-now'))?.priorPlan?.value;
      return [value, value === undefined ? 0 : 1];
    },
    stands: 1, // she has seen the recommendation since
    told: '?told=plan',
  };
}

async function reply(): Promise<Question> {
  const { token, sellerId } = await ask({ arm: 'show' });
  return {
    token,
    fill: async (page, answer) => {
      await page.locator('[name=decision][value=accept]').check();
      await page.locator(`[name=trust][value="${answer}"]`).check();
    },
    recorded: async () => {
      const round = await facts().readRound('us', sellerId, 'rec-now');
      return [round?.reply?.trustRating ?? undefined, round?.reply?.revision ?? 0];
    },
    stands: 1, // the second was made from a page that knew nothing of the first
    told: '?told=already',
  };
}

async function quarterly(): Promise<Question> {
  const { token, sellerId, linkHash } = await askQuarterly();
  const items = QUARTERLY[blockOrder(linkHash)[0] ?? 'ability'];
  return {
    token,
    fill: async (page, answer) => {
      for (const item of items) await page.locator(`[name="${item}"][value="${answer}"]`).check();
    },
    recorded: async () => {
      const answers = (await facts().readSeller('us', sellerId)).quarterlies?.[0]?.answers ?? {};
      return [
        answers[items[0] ?? '']?.rating ?? undefined,
        Object.keys(answers).length === items.length ? 1 : 0,
      ];
    },
    stands: 2,
    told: '?block=2',
  };
}

const send = (page: Page) => page.locator('main form > button').last().click();
const settled = (page: Page) => page.waitForLoadState('load');

describe.each([
  ['her own plan', plan],
  ['her answer', reply],
  ['the quarterly questionnaire', quarterly],
] as const)('%s', (_, make) => {
  /** Does something in tabs of one browser. @returns statuses of 500 and more that were met */
  async function inTabs(work: (open: () => Promise<Page>, question: Question) => Promise<void>) {
    const question = await make();
    const context = await site.browser().newContext({ locale: 'en-US' });
    const failures: number[] = [];
    context.on('response', (response) => {
      if (response.status() >= 400) failures.push(response.status());
    });
    try {
      await work(async () => {
        const page = await context.newPage();
        page.setDefaultTimeout(10_000);
        await page.goto(`${site.url()}/s/${question.token}`);
        return page;
      }, question);
    } finally {
      await context.close();
    }
    expect(failures).toEqual([]);
  }

  test('a double click and F5 record it once', async () => {
    await inTabs(async (open, { fill, recorded }) => {
      const page = await open();
      await fill(page, 1);
      await page.locator('main form > button').last().dblclick();
      await page.waitForLoadState('networkidle');
      await page.reload();
      await page.reload();
      expect(await recorded()).toEqual([1, 1]);
    });
  });

  test('back and forward: nothing is sent twice, and the page shows what is recorded', async () => {
    await inTabs(async (open, { fill, recorded }) => {
      const page = await open();
      await fill(page, 1);
      await send(page);
      await settled(page);
      const shown = await page.locator('h1').innerText();
      await page.goBack();
      await page.goForward();
      expect([await page.locator('h1').innerText(), await recorded()]).toEqual([shown, [1, 1]]);
    });
  });

  test('a form that a browser kept, sent again with another answer: one stands, and she is told which', async () => {
    await inTabs(async (open, { token, fill, recorded, stands, told }) => {
      const page = await open();
      await fill(page, 1);
      // the answer is recorded, but the browser stays where it is
      const spoilt = await once(page, (route) => route.fulfill({ status: 204 }));
      await send(page);
      await spoilt.done;
      expect(await recorded()).toEqual([1, 1]);
      await fill(page, 2);
      await send(page);
      await settled(page);
      expect(await recorded()).toEqual([stands, 1]);
      expect(page.url()).toBe(`${site.url()}/s/${token}${told}`);
    });
  });

  test('two tabs: one answer stands, and the second tab is told', async () => {
    await inTabs(async (open, { token, fill, recorded, stands, told }) => {
      const [first, second] = [await open(), await open()];
      await fill(first, 1);
      await fill(second, 2);
      await send(first);
      await settled(first);
      await send(second);
      await settled(second);
      expect(await recorded()).toEqual([stands, 1]);
      expect(second.url()).toBe(`${site.url()}/s/${token}${told}`);
    });
  });

  test('recorded, but the connection broke before she was told: F5 sends it again, and it is the same answer', async () => {
    await inTabs(async (open, { token, fill, recorded, told }) => {
      const page = await open();
      await fill(page, 1);
      const spoilt = await once(page, (route) => route.abort('connectionreset'));
      await send(page);
      await spoilt.done;
      expect(await recorded()).toEqual([1, 1]);
      const again = page.waitForRequest((request) => request.method() === 'POST');
      await page.waitForURL('chrome-error://chromewebdata/');
      await page.reload();
      await again;
      await settled(page);
      const next = told === '?block=2' ? told : '';
      expect([page.url(), await recorded()]).toEqual([`${site.url()}/s/${token}${next}`, [1, 1]]);
    });
  });
});

/** Lets the site answer the first POST, and something else become of its answer on the way back. */
async function once(page: Page, spoil: (route: Route) => Promise<void>): Promise<{ done: Promise<void> }> {
  let spoilt = false;
  let ended: (() => void) | undefined;
  const done = new Promise<void>((resolve) => (ended = resolve));
  await page.route('**/*', async (route) => {
    if (route.request().method() !== 'POST' || spoilt) return route.fallback();
    spoilt = true;
    await route.fetch({ maxRedirects: 0 });
    await spoil(route);
    ended?.();
  });
  return { done };
}
