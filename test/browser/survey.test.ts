import { describe, expect, test } from 'vitest';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { withTables } from '../engine.ts';
import { marketplace, NOW } from '../survey/marketplace.ts';
import { withSurveySite } from './survey-site.ts';

const { ask, facts, world } = marketplace(withTables());
const site = withSurveySite(() => world());

async function onPage(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
  expect(await site.onPage(options, work)).toEqual([]);
}

describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])('with %o', (options) => {
  test('a seller answers, by pointer', async () => {
    const { token, sellerId } = await ask();
    await onPage({ ...options, locale: 'en-US', viewport: { width: 390, height: 800 } }, async (page) => {
      await page.goto(`${site.url()}/s/${token}`);
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
      await page.goto(`${site.url()}/s/${token}`);
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
      await page.goto(`${site.url()}/s/${token}`);
      await page.getByRole('link', { name: 'Stop these questions' }).click();
      await page.getByRole('button', { name: 'Yes, stop asking me' }).click();
      await page.getByRole('heading', { name: 'You will not be asked again' }).waitFor();
    });
    expect((await facts().readSeller('us', sellerId)).contact?.optedOutAt).toBe(NOW);
  });
});

describe.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])('with %o', (options) => {
  test('another language in the middle of an answer loses nothing of it', async () => {
    const { token, sellerId } = await ask({ arm: 'show' });
    await onPage(options, async (page) => {
      await page.goto(`${site.url()}/s/${token}`);
      await page.getByLabel('Choose another value').check();
      await page.getByLabel('My value').fill('1,2');
      await page.getByLabel('My value').fill('212.5');
      await page.getByLabel('Quite a lot').check();
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'العربية' }).click();
      await page.getByRole('heading', { name: 'توصيتنا' }).waitFor();
      expect(page.url()).toBe(`${site.url()}/s/${token}?`);
      await expect(page.getByLabel('كثيرًا إلى حدّ ما').isChecked()).resolves.toBe(true);
      await page.getByLabel('مدى وضوح الأسباب').check();
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'Deutsch' }).click();
      await expect(page.getByLabel('Mein Wert').inputValue()).resolves.toBe('212,5');
      await page.getByRole('button', { name: 'Meine Antwort senden' }).click();
      await page.getByRole('heading', { name: 'Vielen Dank' }).waitFor();
      expect(page.url()).toBe(`${site.url()}/s/${token}?lang=de`);
      await page.locator('summary').click();
      await page.getByRole('link', { name: '日本語' }).click();
      await page.getByRole('heading', { name: 'ありがとうございました' }).waitFor();
    });
    const round = await facts().readRound('us', sellerId, 'rec-now');
    expect(round?.reply).toMatchObject({
      revision: 1,
      decision: 'adjust',
      chosen: 212.5,
      trustRating: 5,
      mainReason: 'reasons',
      wording: { language: 'de' },
    });
  });
});

test('the language is changed and the plan given by keyboard alone, right to left', async () => {
  const { token, sellerId } = await ask();
  await onPage({ locale: 'en-US' }, async (page) => {
    const focus = () => page.evaluate('document.activeElement.value || document.activeElement.textContent');
    const tabTo = async (wanted: string) => {
      for (let presses = 0; presses < 12; presses++) {
        await page.keyboard.press('Tab');
        if (String(await focus()).includes(wanted)) return;
      }
      throw new RangeError(`the Tab key never came to ${wanted}`);
    };
    await page.goto(`${site.url()}/s/${token}`);
    await page.getByLabel('My own plan').fill('175');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo('ar');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'ماذا كنتم ستفعلون' }).waitFor();
    await tabTo('175');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'توصيتنا' }).waitFor();
  });
  const round = await facts().readRound('us', sellerId, 'rec-now');
  expect(round?.priorPlan).toMatchObject({ value: 175, wording: { language: 'ar' } });
});

test('keyboard alone is enough, and the problem summary takes the focus', async () => {
  const { token, sellerId } = await ask();
  await onPage({}, async (page) => {
    const focus = () => page.evaluate('document.activeElement.textContent || document.activeElement.name');
    await page.goto(`${site.url()}/s/${token}`);
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
