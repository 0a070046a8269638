import type { Browser } from 'playwright-core';
import { fieldsOf, type marketplace, type AskedSeller } from '../survey/marketplace.ts';

type Marketplace = ReturnType<typeof marketplace>;

/** Where a link in a mail may lead: the page, and every answer that one click can choose. */
const ONE_CLICK = [
  '',
  ...['accept', 'keep', 'adjust', '1', '7'].map((decision) => `?a=${decision}`),
  ...['1', '2', '3', '4', '5', '6', '7', 'cannot-say'].map((trust) => `?t=${trust}`),
  '?a=accept&t=7',
];
const ELSEWHERE = ['?edit', '?told=already', '?lang=ar', '/history', '/stop'];

/** Asks every second seller for her own plan first. */
export async function askMany({ ask }: Marketplace, links: number): Promise<readonly AskedSeller[]> {
  const asked: AskedSeller[] = [];
  for (let n = 0; n < links; n += 1) asked.push(await ask({ arm: n % 2 === 0 ? 'show' : 'elicit' }));
  return asked;
}

/** A mail scanner: fetches all there is behind every link, without a browser.
 *  @returns how many requests it made */
export async function scan({ answer }: Marketplace, asked: readonly AskedSeller[]): Promise<number> {
  const headers = { 'user-agent': 'Mozilla/5.0 (compatible; bot/1.0)', 'sec-fetch-site': 'none' };
  let requests = 0;
  for (const { token } of asked)
    for (const path of [...ONE_CLICK, ...ELSEWHERE])
      for (const method of ['GET', 'HEAD']) {
        const { status } = await answer(method, `/s/${token}${path}`, { headers });
        if (status !== 200) throw new RangeError(`the robot met ${status} at ${method} ${path}`);
        requests += 1;
      }
  return requests;
}

/** A scanner that is a whole browser, with JavaScript: opens the link, a one-click answer, and what the page links to;
 *  moves over everything, clicks no button.
 *  @returns how many pages it opened */
export async function browse(
  browser: Browser,
  url: string,
  asked: readonly AskedSeller[],
  thorough: (index: number) => boolean,
): Promise<number> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  let opened = 0;
  const open = async (address: string) => {
    const answered = await page.goto(address, { waitUntil: 'load' });
    if (answered?.status() !== 200) throw new RangeError(`the robot met ${answered?.status()}`);
    opened += 1;
  };
  for (const [index, { token }] of asked.entries()) {
    await open(`${url}/s/${token}${ONE_CLICK[index % ONE_CLICK.length]}`);
    await page.evaluate('document.querySelectorAll("input, a, button").forEach((each) => each.focus())');
    if (!thorough(index)) continue;
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((link) => String(link)));
    const pages = new Set(links.map((link) => link.replace(/#.*$/, '')));
    for (const link of pages) await open(link);
  }
  await context.close();
  return opened;
}

/** Then the sellers answer. @returns how many of their answers are recorded */
export async function answerAll({ answer, facts }: Marketplace, asked: readonly AskedSeller[]) {
  let recorded = 0;
  for (const { token, sellerId, recommendationId } of asked) {
    const at = `/s/${token}`;
    for (const answers of [{ plan: '100' }, { decision: 'accept', trust: '6', reason: 'reasons' }]) {
      const fields = fieldsOf((await answer('GET', at)).body);
      const wanted = 'plan' in fields === 'plan' in answers;
      if (wanted) await answer('POST', at, { form: { ...fields, ...answers } });
    }
    const round = await facts().readRound('us', sellerId, recommendationId);
    if (round?.reply?.trustRating === 6 && round.reply.revision === 1) recorded += 1;
  }
  return recorded;
}
