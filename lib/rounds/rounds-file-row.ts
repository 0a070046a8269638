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
import { asJson, cut, familyOf, isColumn, unknownColumn } from './rounds-file-columns.ts';
import { readOutcomeLog } from './rounds-file-outcome.ts';
import { readSenderLog } from './rounds-file-sender.ts';
import { RESPONSES, type Rejection, type RoundRow } from './row.ts';

/** One row as its file gave it: column name to text (CSV) or typed value (JSONL, Parquet). */
export type Cells = Readonly<Record<string, unknown>>;

export interface FoundRow {
  readonly line: number;
  readonly cells: Cells;
}

/** A row still to be read; or a line that could not be taken apart; or why the whole file (its header) cannot be read. */
export type Found = FoundRow | { readonly rejection: Rejection; readonly unreadable?: true };

/** A row of a rounds file with every value read and checked, or everything that is wrong with it. */
export function readRow(line: number, cells: Cells): RoundRow | Rejection[] {
  const faults: Rejection[] = [];
  const refuse = (field: string, reason: string) =>
    faults.push({ line, field: cut(field), value: shown(cells[field]), reason });
  const take = <T>(field: string, read: (cell: unknown) => Read<T>): T | null => {
    const value = read(cells[field]);
    if (!isRefused(value)) return value;
    refuse(field, value.refused);
    return null;
  };

  for (const field of Object.keys(cells)) if (!isColumn(field)) refuse(field, unknownColumn(field));
  const sellerId = take('seller_id', (cell) => named(cell, identifier, 128));
  const recommender = take('recommender', (cell) => named(cell, slug, 64));
  const round = take('round', (cell) => readInteger(cell, 0, Number.MAX_SAFE_INTEGER));
  const askedAt = take('asked_at', readInstant);
  if (round === null && askedAt === null && !faults.some(isOrder)) {
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
  if (priorPlanRepeat !== null && priorPlan === null && !faults.some(({ field }) => field === 'prior_plan'))
    refuse('prior_plan_repeat', 'given without prior_plan; give both, or the only one as prior_plan');
  const trustItem = take('trust_item', (cell) => readText(cell, 64));
  const suspect = take('suspect', readFlag) === true;
  const row: RoundRow = {
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
    unit: take('unit', (cell) => readText(cell, 40)),
    lowerBound,
    upperBound,
    trustRating: take('trust_rating', (cell) => readInteger(cell, 1, 7)),
    ...(trustItem !== null && { trustItem }),
    ...(suspect && { suspect }),
    outcomeSeen: take('outcome_seen', readFlag) ?? (outcomeLog?.fidelity ?? outcome) !== null,
    outcomeSeenPosition: take('outcome_seen_at', (cell) => seenPosition(cell, askedAt === null)),
    response: take('response', (cell) => readWord(cell, RESPONSES)),
    result: take('result', readNumber),
    outcomeLog,
    sender: readSenderLog(take, refuse),
    ...families(cells, take),
  };
  return faults.length > 0 ? faults : row;
}

const isOrder = ({ field }: Rejection) => field === 'round' || field === 'asked_at';

/** Required text that must also be a valid id or name. */
function named(cell: unknown, schema: typeof identifier, longest: number): Read<string> {
  const text = readText(cell, longest);
  if (text === null) return { refused: 'empty; every row needs it' };
  if (isRefused(text)) return text;
  const parsed = schema.safeParse(text);
  return parsed.success ? parsed.data : { refused: parsed.error.issues[0]?.message ?? 'not a name' };
}

/** When she saw the outcome, on the scale of `position`: an instant, or a round number where rounds are only numbered. */
function seenPosition(cell: unknown, numbered: boolean): Read<number> {
  if (numbered) {
    const round = readNumber(cell);
    return isRefused(round)
      ? { refused: 'rounds are only numbered in this row; give a round number here, or give asked_at too' }
      : round;
  }
  const instant = readInstant(cell);
  return instant === null || isRefused(instant) ? instant : milliseconds(instant);
}

/** The value of a column; null, with a fault noted, where it is refused. */
export type Take = <T>(field: string, read: (cell: unknown) => Read<T>) => T | null;

type Families = Pick<RoundRow, 'processes' | 'assignments' | 'segments' | 'covariates'>;

function families(cells: Cells, take: Take): Families {
  const processes: Record<string, number> = {};
  const assignments: Record<string, string> = {};
  const segments: Record<string, string> = {};
  const covariates: Record<string, number> = {};
  for (const column of Object.keys(cells)) {
    const found = familyOf(column);
    if (found === undefined) continue;
    if (found.family === 'segment')
      put(
        segments,
        found.name,
        take(column, (cell) => readText(cell, 80)),
      );
    else if (found.family === 'arm')
      put(
        assignments,
        found.name,
        take(column, (cell) => readText(cell, 64)),
      );
    else put(found.family === 'process' ? processes : covariates, found.name, take(column, readNumberOrFlag));
  }
  const inNone = Object.keys(assignments).length === 0;
  return { processes, ...(!inNone && { assignments }), segments, covariates };
}

const readNumberOrFlag = (cell: unknown) => readNumber(typeof cell === 'boolean' ? Number(cell) : cell);

function put<T>(record: Record<string, T>, name: string, value: T | null): void {
  if (value !== null) record[name] = value;
}

function shown(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cut(typeof cell === 'object' ? asJson(cell) : String(cell));
}
