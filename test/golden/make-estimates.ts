/** Makes test/golden/estimates.json: `npx tsx test/golden/make-estimates.ts`, then `npx vitest run test/report -u`.
 *  A simulated marketplace, 300 sellers, two recommenders, eleven weeks and an open one; 61 sellers rate their trust; three
 *  rows were refused, as a careless file would have them. Figures are kept to six digits. */
import { writeFileSync } from 'node:fs';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { eventSchema } from '../../lib/rounds/event.ts';
import { mergeRounds } from '../../lib/rounds/merge.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { toFacts } from '../../lib/rounds/to-facts.ts';
import { toRow } from '../../lib/rounds/to-row.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';
import { streams } from '../../lib/simulation/stream.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';

const now = parseInstant('2026-11-22T12:00:00Z') as Instant;
const DIRECTIONS = { replenishment: 'up', pricing: 'down' } as const;
const RATERS = 61;

const rows = rated(marketplaceRows());
const fit = fitTrust(rows, {
  scale: 'auto',
  minGap: null,
  referenceGap: null,
  estimator: 'auto',
  directions: DIRECTIONS,
  seed: 1,
  asOf: now,
  codeVersion: '0.1.0',
});
const estimates = summariseTrust(fit, [estimateSellers(rows, fit)], {
  sha256: 'fdabfeecdbdc94446b47b4270821f0f52bab485b04ddb0b4eda358bf90c5fd51',
  rows: rows.length + 3,
  accepted: rows.length,
  rejected: 3,
  rejections: [
    {
      line: 17,
      field: 'prior_plan',
      value: '<b>ten</b>',
      reason: 'text where a number belongs; write a decimal number such as 12.5, or leave it empty',
    },
    {
      line: 40,
      field: 'round',
      value: '2',
      reason: 'repeats line 39 (seller s7, recommender pricing) exactly, which is kept; remove this line',
    },
    {
      line: 99,
      field: 'line',
      value: '',
      reason: 'a line of 10000000 bytes; a line may have at most 1000000, check that line ends are not lost',
    },
  ],
});
const text = JSON.stringify(
  estimates,
  (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value),
  2,
);
writeFileSync(new URL('estimates.json', import.meta.url), `${text}\n`);

function marketplaceRows(): RoundRow[] {
  const recommenders = Object.keys(DIRECTIONS);
  const settings = { tenant: 'demo', sellers: 300, recommenders, weeks: 12, now, seed: 1 };
  const events = marketplaceEvents(settings).events.map((event) => eventSchema.parse(event));
  const facts = events.flatMap((event) => (event.type === 'seller.described' ? [] : toFacts(event, now)));
  return mergeRounds(facts)
    .map((round) => toRow({ tenant: 'demo', ...round }, addDays(now, 1)))
    .filter((row) => row !== undefined)
    .filter(({ askedAt }) => askedAt !== null && askedAt <= addDays(now, -7)); // the open week
}

/** Answers of the first sellers to every fourth round: how much of the gap they went, with a style of their own. */
function rated(all: readonly RoundRow[]): RoundRow[] {
  const source = streams(2);
  const styles = new Map<string, number>();
  const stream = source.next().value;
  return all.map((row, i) => {
    const { sellerId, priorPlan, recommended, chosen } = row;
    if (!styles.has(sellerId)) styles.set(sellerId, 0.8 * stream.normal());
    if (Number(sellerId.slice(-4)) > RATERS || i % 4 !== 0) return row;
    if (priorPlan === null || recommended === null || chosen === null || recommended === priorPlan)
      return row;
    const weight = Math.min(Math.max((chosen - priorPlan) / (recommended - priorPlan), 0), 1);
    const answer = 2.4 + 4 * weight + (styles.get(sellerId) ?? 0) + 0.8 * stream.normal();
    return { ...row, trustRating: Math.min(Math.max(Math.round(answer), 1), 7) };
  });
}
