import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { eventSchema } from '../../lib/rounds/event.ts';
import { mergeRounds } from '../../lib/rounds/merge.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { isRoundEvent, toFacts } from '../../lib/rounds/to-facts.ts';
import { toRow } from '../../lib/rounds/to-row.ts';
import { estimateProcesses } from '../../lib/processes/estimation/estimate-processes.ts';
import { scaleOfFit } from '../../lib/trust/trust-fit.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import type { Repeated } from '../../lib/trust/quantity-schema.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { settingsOf } from '../trust/settings.ts';
import { compareReports } from '../../lib/report/comparison/comparison.ts';
import { METHODS, NEXT_WEEK, reportFolder } from './comparison/folder.ts';
import { estimates } from './fixture.ts';

const now = parseInstant('2026-11-22T12:00:00Z') as Instant;

/** Estimates of rows as an analysis makes them. */
export function analysed(rows: readonly RoundRow[]): Estimates {
  const fit = fitTrust(rows, settingsOf({ asOf: now }));
  const input = { sha256: '', rows: rows.length, accepted: rows.length, rejected: 0, rejections: [] };
  const effects = estimateProcesses(rows, [], { scale: scaleOfFit(fit), seed: 1 });
  return summariseTrust(fit, [estimateSellers(rows, fit)], input, effects);
}

/** Simulated rounds of some sellers over twelve weeks. */
export function marketplaceRows(sellers: number): RoundRow[] {
  const settings = { tenant: 'demo', sellers, recommenders: ['pricing'], weeks: 12, now, seed: 1 };
  const events = marketplaceEvents(settings).events.map((event) => eventSchema.parse(event));
  const facts = events.flatMap((event) => (isRoundEvent(event) ? toFacts(event, now) : []));
  return mergeRounds(facts)
    .map((round) => toRow({ tenant: 'demo', ...round }, addDays(now, 1)))
    .filter((row) => row !== undefined);
}

export const withoutOutcomes = (rows: readonly RoundRow[]): RoundRow[] =>
  rows.map((row) => ({ ...row, outcome: null, outcomeSeen: false, outcomeSeenPosition: null }));

/** A number that is known at every look: its interval is twice as wide as at this one. */
export function repeated(estimate: number, half: number, n = 598): Repeated {
  return {
    estimate,
    lower: estimate - half / 2,
    upper: estimate + half / 2,
    se: half / 4,
    n,
    reason: null,
    anytime: { lower: estimate - half, upper: estimate + half, reason: null },
  };
}

/** The golden marketplace a week after its last report: trust fell, in pricing most. */
export const SINCE: NonNullable<Estimates['since']> = {
  report: { period: '2026-W46', asOf: '2026-11-15T12:00:00.000Z', permalink: '/reports/demo/2026-W46/abc/' },
  overall: repeated(-0.02, 0.008),
  byRecommender: { pricing: repeated(-0.04, 0.01, 299), replenishment: repeated(0.005, 0.01, 299) },
  newcomers: 3,
};

/** The golden marketplace with a report before. */
export function afterAReport(since = SINCE): Estimates {
  const known = estimates({ since });
  const { since: _, ...reasons } = known.reasons;
  return { ...known, reasons };
}

/** The golden marketplace with a process that works: the first builds trust, and the choice is known. */
export function withAWorkingProcess(): Estimates {
  const known = afterAReport();
  const [first, ...others] = known.processes;
  if (first === undefined) throw new RangeError('the golden estimates have no process');
  const works = {
    ...first,
    effect: repeated(0.06, 0.02, 300),
    familywise: { lower: 0.03, upper: 0.09 },
    effective: 'builds trust' as const,
  };
  const value = { estimate: 0.12, lower: 0.06, upper: 0.18 };
  const gainPerUnit = { estimate: 0.06, lower: 0.03, upper: 0.09 };
  const portfolio = { processes: [first.process], cost: 150, value: 18, gap: 0 };
  const investments = known.investments
    .map((row) =>
      row.process === first.process
        ? { ...row, rank: 1, valuePerCost: value, gainPerUnit, probabilityBest: 0.93 }
        : { ...row, rank: 2, probabilityBest: 0.05 },
    )
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const choice = known.choice && { ...known.choice, portfolio };
  return { ...known, processes: [works, ...others], investments, choice };
}

function nth<Of>(of: readonly Of[], i: number): Of {
  const found = of[i % of.length];
  if (found === undefined) throw new RangeError('the golden estimates have no process');
  return found;
}

/** With so many processes, each with an effect, a price and a start of its own. */
export function withProcesses(known: Estimates, count: number): Estimates {
  const processes = Array.from({ length: count }, (_, i) => ({
    ...nth(known.processes, i),
    process: `p${i}`,
    name: `Process number ${i + 1}`,
    startsAt: `2024-0${1 + (i % 9)}-03T00:00:00Z`,
  }));
  const investments = processes.map(({ process }, i) => ({
    ...nth(known.investments, i),
    process,
    rank: i + 1,
  }));
  return { ...known, processes, investments };
}

/** A comparison with the report of a week before in which much is otherwise. */
export function comparedWithLastWeek(): ReturnType<typeof compareReports> {
  const input = { ...estimates().input, rows: 9999, sha256: 'other' };
  return compareReports(reportFolder(), reportFolder({ input, seed: 7, since: SINCE }, METHODS, NEXT_WEEK));
}

const RECOMMENDERS = ['pricing', 'replenishment', 'advertising', 'assortment'];

/** The golden marketplace blown up: so many weeks, 4 recommenders, and 50 segments of sellers. */
export function large(weeks: number): Estimates {
  const known = afterAReport();
  const periods = Array.from({ length: weeks }, (_, week) => weekName(week));
  const cells = RECOMMENDERS.flatMap((recommender, phase) =>
    periods.map((period, week) => cell(wave(week, phase), { period, recommender, sellers: 4321 })),
  );
  const values = Array.from({ length: 50 }, (_, i) => `segment value ${i + 1}`);
  const segments = values.flatMap((value, i) =>
    RECOMMENDERS.flatMap((recommender, phase) =>
      [...periods, null].map((period, week) =>
        cell(wave(week, phase + i), {
          segment: 'size',
          value,
          recommender,
          period,
          sellers: 87,
          reason: null,
        }),
      ),
    ),
  );
  return {
    ...named(known),
    evolution: cells,
    statedEvolution: cells.map((each) =>
      Object.assign({ item: 'trust@1' }, each, {
        mean: 1 + 6 * each.mean,
        lower: 1 + 6 * each.lower,
        upper: 1 + 6 * each.upper,
      }),
    ),
    segments,
    disclosure: {
      smallestGroup: 5,
      cells: segments.length,
      published: segments.length,
      small: 0,
      complementary: 0,
      unsettled: 0,
      tables: 1,
      asBefore: 0,
      ranks: 0,
      fewest: 37,
    },
  };
}

const wave = (week: number, phase: number) => 0.5 + 0.2 * Math.sin(week / 9 + phase);

function cell<Of>(mean: number, of: Of) {
  return { ...of, mean, lower: mean - 0.04, upper: mean + 0.04 };
}

const weekName = (week: number) =>
  `${2024 + Math.floor(week / 52)}-W${String((week % 52) + 1).padStart(2, '0')}`;

/** Everything by recommender, for all four. */
function named(known: Estimates): Estimates {
  const { trust } = known;
  const each = <Value>(of: Readonly<Record<string, Value>>): Record<string, Value> => {
    const values = Object.values(of);
    return Object.fromEntries(
      RECOMMENDERS.flatMap((name, i) => {
        const value = values[i % values.length];
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  };
  const { byRecommender } = trust.calibration;
  const [stress] = known.stress;
  return {
    ...known,
    since: known.since && { ...known.since, byRecommender: each(known.since.byRecommender) },
    trust: {
      ...trust,
      byRecommender: each(trust.byRecommender),
      change: { ...trust.change, byRecommender: each(trust.change.byRecommender) },
      attribution: each(trust.attribution),
      contrasts: RECOMMENDERS.flatMap((first, i) =>
        RECOMMENDERS.slice(i + 1).flatMap((second) =>
          trust.contrasts.map(({ difference }) => ({ first, second, difference })),
        ),
      ),
      calibration: { ...trust.calibration, byRecommender: each(byRecommender) },
    },
    sender: RECOMMENDERS.flatMap((recommender, i) =>
      known.sender.slice(i % 2, (i % 2) + 1).map((row) => Object.assign({}, row, { recommender })),
    ),
    stress: [
      ...known.stress.slice(0, 1),
      ...RECOMMENDERS.flatMap((segment) => (stress === undefined ? [] : [{ ...stress, segment }])),
    ],
    dynamics: [
      ...known.dynamics.slice(0, 1),
      ...RECOMMENDERS.flatMap((segment) =>
        known.dynamics.slice(1, 2).map((row) => Object.assign({}, row, { segment })),
      ),
    ],
  };
}
