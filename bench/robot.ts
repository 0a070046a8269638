import { startEngine } from '../lib/local/engine.ts';
import { launchChrome } from '../test/browser/chrome.ts';
import { answerAll, askMany, browse, scan } from '../test/browser/robot.ts';
import { serveSurvey } from '../test/browser/survey-server.ts';
import { dump, marketplace } from '../test/survey/marketplace.ts';
import { createTables } from '../test/tables.ts';

/** Whether robots that open links change anything, and whether the sellers can answer after them:
 *      npx tsx bench/robot.ts [links, 1000] */
const links = Number(process.argv[2] ?? 1000);

const engine = await startEngine();
const tables = await createTables(engine);
const sellers = marketplace(() => tables);
const site = await serveSurvey(() => sellers.world());
const browser = await launchChrome();
if (typeof browser === 'string') throw new RangeError(browser);

const asked = await askMany(sellers, links);
const before = await dump(tables);
console.log(`${links} links; both tables: ${before.length.toLocaleString('en')} characters`);
const told = async (what: string, done: number) =>
  console.log(
    `${done.toLocaleString('en')} ${what}; tables ${(await dump(tables)) === before ? 'the same' : 'CHANGED'}`,
  );
await told('requests, GET and HEAD', await scan(sellers, asked));
await told(
  'pages opened in Chromium with JavaScript',
  await browse(browser, site.url, asked, (index) => index % 10 === 0),
);
console.log(`then ${await answerAll(sellers, asked)} of ${links} answers recorded`);

await browser.close();
await site.stop();
await engine.stop();
