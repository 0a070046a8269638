import { identifier, slug } from '../domain/identifier.ts';
import { milliseconds } from '../domain/instant.ts';
import {
  isRefused,
  readFlag,
  readInstant,
  readInteger,
  readNumber,
  readText,
  readWord,
  type Read,
} from './rounds-file-cell.ts';
import { asJson, cut, isColumn, unknownColumn } from './rounds-file-columns.ts';
import { familyColumns, readFamilies, type FamilyColumn } from './rounds-file-families.ts';
import { readOutcomeLog } from './rounds-file-outcome.ts';
import { readSenderLog } from './rounds-file-sender.ts';
import { RESPONSES, type Rejection, type RoundRow } from './row.ts';

/** One row as its file gave it: column name to text (CSV) or typed value (JSONL, Parquet). */
export type Cells = Readonly<Record<string, unknown>>;

export interface FoundRow {
  readonly line: number;
  readonly cells: Cells;
}

/** The same, from a file in which all rows have the same columns. */
export interface FoundValues {
  readonly line: number;
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

export function cellsOf(columns: readonly string[], values: readonly unknown[]): Cells {
  const cells: Record<string, unknown> = {};
  columns.forEach((column, index) => (cells[column] = values[index]));
  return cells;
}

/** A row still to be read; or a line that could not be taken apart; or why the whole file (its header) cannot be read. */
export type Found = FoundRow | FoundValues | { readonly rejection: Rejection; readonly unreadable?: true };

/** A row of a rounds file with every value read and checked, or everything that is wrong with it. */
export function readRow(line: number, cells: Cells): RoundRow | Rejection[] {
  const faults: Rejection[] = [];
  const refuse: Faults['refuse'] = (field, reason) => {
    faults.push({ line, field: cut(field), value: shown(cells[field]), reason });
  };
  const take: Take = (field, read) => {
    const value = read(cells[field]);
    if (!isRefused(value)) return value;
    refuse(field, value.refused);
    return null;
  };
  const columns = Object.keys(cells);
  for (const field of columns) if (!isColumn(field)) refuse(field, unknownColumn(field));
  const isRefusedAlready = (field: string) => faults.some((fault) => fault.field === field);
  const row = build(line, take, { refuse, isRefusedAlready }, familyColumns(columns));
  return faults.length > 0 ? faults : row;
}

/** Reads rows that all have these columns. Undefined where something is wrong with one: `readRow` says what.
 *  @param columns known ones, each once */
export function rowReader(
  columns: readonly string[],
): (line: number, values: readonly unknown[]) => RoundRow | undefined {
  const places = new Map(columns.map((column, at) => [column, at]));
  const families = familyColumns(columns);
  let values: readonly unknown[] = [];
  let sound = true;
  const take: Take = (field, read) => {
    const at = places.get(field);
    if (at === undefined) return null;
    const value = read(values[at]);
    if (!isRefused(value)) return value;
    sound = false;
    return null;
  };
  const faults: Faults = {
    refuse: () => {
      sound = false;
    },
    isRefusedAlready: () => !sound,
  };
  return (line, given) => {
    values = given;
    sound = true;
    const row = build(line, take, faults, families);
    return sound ? row : undefined;
  };
}

/** What has been refused of a row so far. */
interface Faults {
  readonly refuse: (field: string, reason: string) => void;
  readonly isRefusedAlready: (field: string) => boolean;
}

function build(
  line: number,
  take: Take,
  { refuse, isRefusedAlready }: Faults,
  families: readonly FamilyColumn[],
): RoundRow {
  const sellerId = take('seller_id', readSellerId);
  const recommender = take('recommender', readRecommender);
  const round = take('round', readRound);
  const askedAt = take('asked_at', readInstant);
  if (round === null && askedAt === null && !isRefusedAlready('round') && !isRefusedAlready('asked_at')) {
    refuse('round', 'neither round nor asked_at is given; give one so that rounds can be put in order');
  }
  const lowerBound = take('lower_bound', readNumber);
  const upperBound = take('upper_bound', readNumber);
  if (lowerBound !== null && upperBound !== null && lowerBound > upperBound) {
    refuse('lower_bound', `above upper_bound (${upperBound}); exchange the two`);
  }
  const outcome = take('outcome', readNumber);
  const outcomeLog = readOutcomeLog(take);
  const priorPlan = take('prior_plan', readNumber);
  const priorPlanRepeat = take('prior_plan_repeat', readNumber);
  if (priorPlanRepeat !== null && priorPlan === null && !isRefusedAlready('prior_plan'))
    refuse('prior_plan_repeat', 'given without prior_plan; give both, or the only one as prior_plan');
  const trustItem = take('trust_item', readTrustItem);
  const suspect = take('suspect', readFlag) === true;
  return {
    line,
    sellerId: sellerId ?? '',
    recommender: recommender ?? '',
    position: askedAt === null ? (round ?? 0) : milliseconds(askedAt),
    askedAt,
    priorPlan,
    priorPlanRepeat,
    recommended: take('recommended', readNumber),
    chosen: take('chosen', readNumber),
    outcome,
    unit: take('unit', readUnit),
    lowerBound,
    upperBound,
    trustRating: take('trust_rating', readRating),
    ...(trustItem !== null && { trustItem }),
    ...(suspect && { suspect }),
    outcomeSeen: take('outcome_seen', readFlag) ?? (outcomeLog?.fidelity ?? outcome) !== null,
    outcomeSeenPosition: take('outcome_seen_at', askedAt === null ? readSeenRound : readSeenAt),
    response: take('response', readResponse),
    result: take('result', readNumber),
    outcomeLog,
    sender: readSenderLog(take, refuse),
    ...readFamilies(families, take),
  };
}

const readSellerId = named(identifier, 128);
const readRecommender = named(slug, 64);
const readRound = (cell: unknown) => readInteger(cell, 0, Number.MAX_SAFE_INTEGER);
const readTrustItem = (cell: unknown) => readText(cell, 64);
const readUnit = (cell: unknown) => readText(cell, 40);
const readRating = (cell: unknown) => readInteger(cell, 1, 7);
const readResponse = (cell: unknown) => readWord(cell, RESPONSES);

/** Required text that must also be a valid id or name. The one before is remembered: rows of a seller come together. */
function named(schema: typeof identifier, longest: number): (cell: unknown) => Read<string> {
  let valid: string | undefined;
  return (cell) => {
    if (cell === valid && valid !== undefined) return valid;
    const text = readText(cell, longest);
    if (text === null) return { refused: 'empty; every row needs it' };
    if (isRefused(text)) return text;
    const parsed = schema.safeParse(text);
    if (!parsed.success) return { refused: parsed.error.issues[0]?.message ?? 'not a name' };
    valid = parsed.data;
    return valid;
  };
}

/** When she saw the outcome, on the scale of `position`: a round number where rounds are only numbered, … */
function readSeenRound(cell: unknown): Read<number> {
  const round = readNumber(cell);
  return isRefused(round)
    ? { refused: 'rounds are only numbered in this row; give a round number here, or give asked_at too' }
    : round;
}

/** … else an instant. */
function readSeenAt(cell: unknown): Read<number> {
  const instant = readInstant(cell);
  return instant === null || isRefused(instant) ? instant : milliseconds(instant);
}

/** The value of a column; null, with a fault noted, where it is refused. */
export type Take = <T>(field: string, read: (cell: unknown) => Read<T>) => T | null;

function shown(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cut(typeof cell === 'object' ? asJson(cell) : String(cell));
}
