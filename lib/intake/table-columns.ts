import { nearest } from '../domain/nearest.ts';
import type { UpstreamEvent } from '../rounds/event.ts';
import type { Header } from '../rounds/rounds-file-csv.ts';
import { cut } from '../rounds/rounds-file-columns.ts';

/** How the columns of a dropped file become an event: column to field of `data`, and what kind of value stands there. */
export interface TableKind {
  readonly type: UpstreamEvent['type'];
  readonly time: string; // the column with the event's time
  readonly timeElse?: string; // the column with the time where that one is empty
  readonly columns: Readonly<Record<string, Column>>;
  readonly required: readonly string[];
  /** Open-ended columns by their beginning: `segment_size` becomes `data.segments.size`. */
  readonly families?: Readonly<Record<string, Column>>;
}

export interface Column {
  readonly field: string; // of `data`; `why.range.low` is a field of a field
  readonly as: 'text' | 'number' | 'flag' | 'list' | 'arms';
}

const text = (field: string): Column => ({ field, as: 'text' });
const number = (field: string): Column => ({ field, as: 'number' });
const seller = { seller_id: text('sellerId') };
const about = { ...seller, recommendation_id: text('recommendationId') };
const key = ['seller_id', 'recommendation_id'] as const;

/** The kinds of files that may be dropped beside `events`, by the folder they are dropped into. */
export const TABLE_KINDS = {
  recommendations: {
    type: 'recommendation.issued',
    time: 'issued_at',
    columns: {
      ...about,
      recommender: text('recommender'),
      value: number('value'),
      unit: text('unit'),
      lower_bound: number('lowerBound'),
      upper_bound: number('upperBound'),
      title: text('title'),
      reasons: { field: 'reasons', as: 'list' },
      range_low: number('why.range.low'),
      range_high: number('why.range.high'),
      risk_too_high: text('why.risk.tooHigh'),
      risk_too_low: text('why.risk.tooLow'),
      promise: text('why.promise.text'),
      promise_until: text('why.promise.until'),
      expires_at: text('expiresAt'),
      prior_plan: number('priorPlan'),
      prior_plan_repeat: number('priorPlanRepeat'),
      value_before_jitter: number('valueBeforeJitter'),
      platform_forecast: number('platformForecast'),
      platform_margin: number('platformMargin'),
      underage_cost: number('underageCost'),
      overage_cost: number('overageCost'),
    },
    required: [...key, 'recommender', 'value', 'unit', 'issued_at', 'expires_at'],
  },
  actions: {
    type: 'seller.acted',
    time: 'acted_at',
    columns: { ...about, response: text('response'), chosen: number('chosen') },
    required: [...key, 'response', 'acted_at'],
  },
  outcomes: {
    type: 'outcome.observed',
    time: 'observed_at',
    columns: {
      ...about,
      value: number('value'),
      result: number('result'),
      censored: { field: 'censored', as: 'flag' },
      fidelity: number('fidelity'),
    },
    required: [...key, 'value', 'observed_at'],
  },
  shown: {
    type: 'outcome.shown',
    time: 'shown_at',
    columns: about,
    required: [...key, 'shown_at'],
  },
  sellers: {
    type: 'seller.described',
    time: 'described_at',
    columns: {
      ...seller,
      display_name: text('displayName'),
      locale: text('locale'),
      time_zone: text('timeZone'),
    },
    required: ['seller_id', 'described_at'],
    families: { segment_: text('segments'), x_: number('covariates') },
  },
  processes: {
    type: 'process.changed',
    time: 'changed_at',
    timeElse: 'start',
    columns: {
      process: text('process'),
      kind: text('kind'),
      name: text('name'),
      design: text('design'),
      start: text('startAt'),
      end: text('endAt'),
      recommenders: { field: 'scope.recommenders', as: 'list' },
      cost_per_unit: number('costPerUnit'),
      cost_unit: text('costUnit'),
      hypothesis: text('hypothesis'),
      exposure: text('exposure'),
      arms: { field: 'experiment.arms', as: 'arms' },
      unit: text('experiment.unit'),
      hold_out: number('experiment.holdOut'),
      stratify_by: text('experiment.stratifyBy'),
    },
    required: ['process', 'kind', 'design', 'start'],
    families: { scope_: text('scope.segments'), note_: text('notes') },
  },
  exposures: {
    type: 'seller.exposed',
    time: 'exposed_at',
    columns: { ...about, process: text('process'), dose: number('dose'), arm: text('arm') },
    required: ['seller_id', 'process', 'exposed_at'],
  },
} as const satisfies Readonly<Record<string, TableKind>>;

/** The column a name stands for: itself, or a member of a family. */
export function columnOf(kind: TableKind, name: string): (Column & { readonly member?: string }) | undefined {
  const column = Object.hasOwn(kind.columns, name) ? kind.columns[name] : undefined;
  if (column !== undefined) return column;
  for (const [start, family] of Object.entries(kind.families ?? {}))
    if (name.startsWith(start) && name.length > start.length)
      return { ...family, member: name.slice(start.length) };
  return undefined;
}

/** What the header of a dropped file must be like. */
export function headerOf(kind: TableKind): Header {
  const knows = (name: string) => name === kind.time || columnOf(kind, name) !== undefined;
  return {
    knows,
    faults: (columns, line) => [
      ...columns.filter((name) => !knows(name)).map((name) => unknown(kind, name, line)),
      ...columns
        .filter((name, index) => columns.indexOf(name) !== index)
        .map((name) => fault(line, name, 'this column is there twice; keep one of them')),
      ...kind.required
        .filter((name) => !columns.includes(name))
        .map((name) => fault(line, name, `this column is missing; add ${name}`)),
    ],
  };
}

function unknown(kind: TableKind, name: string, line: number) {
  const meant = nearest(name, [...Object.keys(kind.columns), kind.time]);
  const fix = meant === undefined ? 'remove it' : `did you mean ${meant}? If not, remove it`;
  return fault(line, name, `not a column of this kind of file; ${fix}`);
}

function fault(line: number, name: string, reason: string) {
  return { line, field: cut(name), value: cut(name), reason };
}
