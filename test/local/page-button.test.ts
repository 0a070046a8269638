import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOT_FOUND } from '../../lib/jobs/report-answer.ts';
import { pageServer } from '../../lib/local/page-server.ts';
import { launchChrome } from '../browser/chrome.ts';

let browser: Browser | string;
let server: Server;
let runs = 0;

beforeAll(async () => {
  browser = await launchChrome();
  const page = '<form method="post" action="/run"><button>Run the analysis now</button></form>';
  server = createServer(
    pageServer({
      page: async () => page,
      run: async () => void runs++,
      report: async () => NOT_FOUND,
      mail: () => undefined,
      facts: {},
    }),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterAll(async () => {
  server.close();
  if (typeof browser !== 'string') await browser.close();
});

describe('the button of the local page', () => {
  it.for([true, false])(
    'starts a run in a real browser, JavaScript %s',
    async (javaScriptEnabled, context) => {
      if (typeof browser === 'string') {
        console.log(`skipped: ${browser}`);
        return context.skip(browser);
      }
      const before = runs;
      const visit = await browser.newContext({ javaScriptEnabled });
      const page = await visit.newPage();
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.getByRole('button').click();
      await page.waitForURL(`http://127.0.0.1:${port}/`);
      expect(runs).toBe(before + 1);
      await visit.close();
    },
  );

  it('starts none for a form of another page', async () => {
    const { port } = server.address() as AddressInfo;
    const before = runs;
    const answer = await fetch(`http://127.0.0.1:${port}/run`, {
      method: 'POST',
      headers: { origin: 'http://elsewhere.example' },
    });
    expect([answer.status, runs]).toEqual([403, before]);
  });
});
