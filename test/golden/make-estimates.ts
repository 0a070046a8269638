/** Makes test/golden/estimates.json: `npx tsx test/golden/make-estimates.ts`, then `npx vitest run test/report -u`.
 *  A simulated marketplace, 300 sellers, two recommenders, eleven weeks and an open one; 121 sellers rate their trust, in other
 *  words from the seventh week on, and a few answers look like a robot's; the
 *  last sixty are never shown an outcome; three rows were refused, as a careless file would have them. Figures are kept to six digits. */
import { writeFileSync } from 'node:fs';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { eventSchema } from '../../lib/rounds/event.ts';
import { assignmentsOf } from '../../lib/processes/assignment.ts';
import { estimateProcesses } from '../../lib/processes/estimation/estimate-processes.ts';
import { mergeRounds } from '../../lib/rounds/merge.ts';
import { processesOf, type ProcessEntry } from '../../lib/rounds/process.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { isRoundEvent, toFacts } from '../../lib/rounds/to-facts.ts';
import { toRow } from '../../lib/rounds/to-row.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';
import { streams } from '../../lib/simulation/stream.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { scaleOfFit } from '../../lib/trust/trust-fit.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { survey } from './survey.ts';

const now = parseInstant('2026-11-22T12:00:00Z') as Instant;
const DIRECTIONS = { replenishment: 'up', pricing: 'down' } as const;
const RATERS = 121;
const REWORDED = addDays(now, -35); // the question is asked in other words from then on
const SHOWN = 240; // sellers who see how rounds turned out

const BEGAN = addDays(now, -49);
const process = { startAt: BEGAN, costUnit: 'seller' } as const;
/** Feedback reaches the first sellers by choice of the marketplace; reasons are an experiment, and do nothing. */
const ENTRIES: readonly ProcessEntry[] = [
  { ...process, startAt: addDays(now, -365), process: 'feedback', kind: 'feedback', design: 'observational', costPerUnit: 0.5 },
  {
    ...process,
    process: 'reasons',
    kind: 'reasons',
    design: 'experiment',
    costPerUnit: 0.2,
    experiment: {
      unit: 'seller',
      arms: [
        { arm: 'control', share: 0.5 },
        { arm: 'shown', share: 0.5 },
      ],
    },
  },
];
const REGISTRY = processesOf(
  ENTRIES.map((entry) => ({ at: BEGAN, id: entry.process, ingestedAt: BEGAN, entry })),
);

const rows = exposed(rated(withStrangers(marketplaceRows())));
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
const effects = estimateProcesses(rows, REGISTRY, { scale: scaleOfFit(fit), seed: 1, budget: 1000 });
const input = {
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
};
const estimates = summariseTrust(fit, [estimateSellers(rows, fit)], input, effects, survey());
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
  const facts = events.flatMap((event) => (isRoundEvent(event) ? toFacts(event, now) : []));
  return mergeRounds(facts)
    .map((round) => toRow({ tenant: 'demo', ...round }, addDays(now, 1)))
    .filter((row) => row !== undefined)
    .filter(({ askedAt }) => askedAt !== null && askedAt <= addDays(now, -7)); // the open week
}

/** Who is shown nothing learns nothing: the last sellers keep the trust they begin with. */
function withStrangers(all: readonly RoundRow[]): RoundRow[] {
  const stream = streams(3).next().value;
  const trust = new Map<string, number>();
  return all.map((row) => {
    const { sellerId, recommender, priorPlan, recommended, chosen } = row;
    if (numberOf(row) <= SHOWN) return row;
    const who = `${sellerId} ${recommender}`;
    if (!trust.has(who)) trust.set(who, 0.5 + 0.15 * stream.normal());
    const blind = { ...row, outcomeSeen: false, outcomeSeenPosition: null };
    if (priorPlan === null || recommended === null || chosen === null) return blind;
    const weight = trust.get(who) ?? 0;
    return {
      ...blind,
      chosen: priorPlan * (recommended / priorPlan) ** weight * Math.exp(0.1 * stream.normal()),
    };
  });
}

/** What each round met of the two processes. */
function exposed(all: readonly RoundRow[]): RoundRow[] {
  return all.map((row) => {
    const { sellerId, recommender } = row;
    const subject = { sellerId, recommender, recommendationId: '', segments: {} };
    const begun = row.askedAt !== null && row.askedAt >= BEGAN;
    const arms = begun ? assignmentsOf(REGISTRY, subject) : {};
    const feedback = row.outcomeSeen ? 1 : 0;
    return {
      ...row,
      processes: { feedback, ...(begun && { reasons: arms['reasons'] === 'shown' ? 1 : 0 }) },
      ...(begun && { assignments: arms }),
    };
  });
}

function numberOf({ sellerId }: RoundRow): number {
  return Number(sellerId.slice(-4));
}

/** Answers of the first sellers to every fourth round: how far they mostly go, with a style of their own. */
function rated(all: readonly RoundRow[]): RoundRow[] {
  const stream = streams(2).next().value;
  const weights = meanWeights(all);
  const styles = new Map<string, number>();
  return all.map((row, i) => {
    const { sellerId, recommender } = row;
    if (!styles.has(sellerId)) styles.set(sellerId, 0.5 * stream.normal());
    const weight = weights.get(`${sellerId} ${recommender}`);
    if (numberOf(row) > RATERS || i % 4 !== 0 || weight === undefined) return row;
    const answer = 1.4 + 6 * weight + (styles.get(sellerId) ?? 0) + 0.7 * stream.normal();
    const trustItem = (row.askedAt ?? now) < REWORDED ? 'trust@1' : 'trust@2';
    return {
      ...row,
      trustRating: Math.min(Math.max(Math.round(answer), 1), 7),
      trustItem,
      ...(i % 60 === 0 && { suspect: true as const }),
    };
  });
}

function meanWeights(all: readonly RoundRow[]): Map<string, number> {
  const sums = new Map<string, { gd: number; gg: number }>();
  for (const { sellerId, recommender, priorPlan, recommended, chosen } of all) {
    if (priorPlan === null || recommended === null || chosen === null) continue;
    const [g, d] = [Math.log(recommended / priorPlan), Math.log(chosen / priorPlan)];
    const { gd, gg } = sums.get(`${sellerId} ${recommender}`) ?? { gd: 0, gg: 0 };
    sums.set(`${sellerId} ${recommender}`, { gd: gd + g * d, gg: gg + g * g });
  }
  return new Map([...sums].map(([who, { gd, gg }]) => [who, gd / gg]));
}
