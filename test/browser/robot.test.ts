import { expect, test } from 'vitest';
import { withTables } from '../engine.ts';
import { dump, marketplace } from '../survey/marketplace.ts';
import { answerAll, askMany, browse, scan } from './robot.ts';
import { withSurveySite } from './survey-site.ts';

const tables = withTables();
const sellers = marketplace(tables);
const site = withSurveySite(() => sellers.world());
const LINKS = 60; // a thousand: npx tsx bench/robot.ts

test('robots open links with GET, HEAD and a browser: the tables stay byte for byte; then every seller answers', async () => {
  const asked = await askMany(sellers, LINKS);
  const before = await dump(tables());
  expect(await scan(sellers, asked.slice(0, LINKS / 3))).toBe((LINKS / 3) * 40);
  expect(await browse(site.browser(), site.url(), asked, (index) => index % 20 === 0)).toBeGreaterThan(LINKS);
  expect(await dump(tables())).toBe(before);
  expect(await answerAll(sellers, asked)).toBe(LINKS);
});
