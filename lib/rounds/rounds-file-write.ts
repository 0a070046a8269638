import { toInstant } from '../domain/instant.ts';
import { csvLine } from './csv-line.ts';
import { COLUMNS, type Column } from './rounds-file-columns.ts';
import type { RoundRow } from './row.ts';

/** Rows as a rounds file in CSV (design 5.1), line by line without line ends. Only columns that some row fills. */
export function* roundsCsv(rows: readonly RoundRow[]): Generator<string> {
  const columns = [
    ...COLUMNS.filter((column) => isUsed(column, rows)).map(plainColumn),
    ...familyColumns(rows),
  ];
  yield csvLine(columns.map(({ name }) => name));
  for (const row of rows) yield csvLine(columns.map(({ value }) => value(row)));
}

interface ColumnWriter {
  readonly name: string;
  readonly value: (row: RoundRow) => string | number | null;
}

const VALUES: Readonly<Record<Column, ColumnWriter['value']>> = {
  seller_id: (row) => row.sellerId,
  recommender: (row) => row.recommender,
  round: (row) => (row.askedAt === null ? row.position : null),
  asked_at: (row) => row.askedAt,
  prior_plan: (row) => row.priorPlan,
  recommended: (row) => row.recommended,
  chosen: (row) => row.chosen,
  outcome: (row) => row.outcome,
  unit: (row) => row.unit,
  lower_bound: (row) => row.lowerBound,
  upper_bound: (row) => row.upperBound,
  trust_rating: (row) => row.trustRating,
  trust_item: (row) => row.trustItem ?? null,
  suspect: (row) => (row.suspect === true ? 1 : null),
  outcome_seen: (row) => Number(row.outcomeSeen),
  outcome_seen_at: (row) =>
    row.outcomeSeenPosition === null || row.askedAt === null
      ? row.outcomeSeenPosition
      : toInstant(row.outcomeSeenPosition),
  response: (row) => row.response,
  result: (row) => row.result,
  outcome_censored: (row) => (row.outcomeLog?.censored === true ? 1 : null),
  fidelity: (row) => row.outcomeLog?.fidelity ?? null,
  prior_plan_repeat: (row) => row.priorPlanRepeat,
  recommended_before_jitter: (row) => row.sender?.beforeJitter ?? null,
  platform_forecast: (row) => row.sender?.platformForecast ?? null,
  platform_margin: (row) => row.sender?.platformMargin ?? null,
  underage_cost: (row) => row.sender?.underageCost ?? null,
  overage_cost: (row) => row.sender?.overageCost ?? null,
};

const ALWAYS: ReadonlySet<Column> = new Set(['seller_id', 'recommender', 'recommended']);

const isUsed = (column: Column, rows: readonly RoundRow[]) =>
  ALWAYS.has(column) || rows.some((row) => VALUES[column](row) !== null);

const plainColumn = (name: Column): ColumnWriter => ({ name, value: VALUES[name] });

const FAMILIES = [
  { prefix: 'process', values: (row: RoundRow) => row.processes },
  { prefix: 'arm', values: (row: RoundRow) => row.assignments ?? {} },
  { prefix: 'segment', values: (row: RoundRow) => row.segments },
  { prefix: 'x', values: (row: RoundRow) => row.covariates },
] as const;

function familyColumns(rows: readonly RoundRow[]): ColumnWriter[] {
  return FAMILIES.flatMap(({ prefix, values }) => {
    const names = new Set(rows.flatMap((row) => Object.keys(values(row))));
    return [...names].sort().map((name) => ({
      name: `${prefix}_${name}`,
      value: (row: RoundRow) => values(row)[name] ?? null,
    }));
  });
}
