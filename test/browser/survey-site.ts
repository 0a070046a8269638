import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SurveyWorld } from '../../lib/survey/world.ts';
import { launchChrome } from './chrome.ts';
import { serveSurvey } from './survey-server.ts';

export interface SurveySite {
  readonly url: () => string;
  readonly browser: () => Browser;
  /** Does something on a page of its own, and fails if that page asked anybody else for anything or complained.
   *  @returns what it complained of */
  readonly onPage: (
    options: BrowserContextOptions,
    work: (page: Page) => Promise<void>,
  ) => Promise<readonly string[]>;
}

/** The survey on a port and one browser for a file's tests; they are skipped, with the reason, where there is none. */
export function withSurveySite(world: () => SurveyWorld): SurveySite {
  let browser: Browser | undefined;
  let reason = '';
  let site: Awaited<ReturnType<typeof serveSurvey>> | undefined;
  beforeAll(async () => {
    const launched = await launchChrome();
    if (typeof launched === 'string') reason = launched;
    else browser = launched;
    if (reason !== '') console.log(`skipped: ${reason}`);
    site = await serveSurvey(world);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  beforeEach((context) => {
    if (browser === undefined) context.skip(reason);
  });
  const url = () => site?.url ?? '';
  const running = () => {
    if (browser === undefined) throw new RangeError('withSurveySite requires a browser');
    return browser;
  };
  return { url, browser: running, onPage: (options, work) => onPage(running(), url(), options, work) };
}

async function onPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<void>,
): Promise<readonly string[]> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`asked ${request.url()}`);
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await work(page);
  } finally {
    await context.close();
  }
  return complaints.filter((text) => !/status of 4(?:04|22|03)/.test(text));
}
