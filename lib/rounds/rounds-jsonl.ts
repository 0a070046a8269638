import { toInstant } from '../domain/instant.ts';
import type { RoundRow, SenderLog } from './row.ts';

/** Rows as a rounds file (JSONL), ordered by seller, recommender and position: one text for one set of rows. Where rows
 *  carry instants, `round` numbers them too, so that two recommendations of one instant stay two rounds.
 *  @param rows all rows of each seller in them */
export function roundsJsonl(rows: readonly RoundRow[]): string {
  const counts = new Map<string, number>();
  const lines = rows.toSorted(inOrder).map((row) => {
    const sequence = `${row.sellerId}\0${row.recommender}`;
    const round = (counts.get(sequence) ?? 0) + 1;
    counts.set(sequence, round);
    return `${roundLine(row, row.askedAt === null ? row.position : round)}\n`;
  });
  return lines.join('');
}

/** One row as a line, without its end. What is not known is left out; but a recommended value that is not known is written: a
 *  rounds file must have the column. */
export function roundLine(row: RoundRow, round: number): string {
  const { sender } = row;
  const seenAt = row.outcomeSeenPosition;
  return (
    `{"seller_id":${quoted(row.sellerId)},"recommender":${quoted(row.recommender)},"round":${numeral(round)}` +
    text('asked_at', row.askedAt) +
    number('prior_plan', row.priorPlan) +
    `,"recommended":${numeral(row.recommended)}` +
    number('chosen', row.chosen) +
    number('outcome', row.outcome) +
    text('unit', row.unit) +
    number('lower_bound', row.lowerBound) +
    number('upper_bound', row.upperBound) +
    number('trust_rating', row.trustRating) +
    text('trust_item', row.trustItem ?? null) +
    (row.suspect === true ? ',"suspect":1' : '') +
    (row.outcomeSeen ? ',"outcome_seen":1' : ',"outcome_seen":0') +
    (seenAt === null || row.askedAt === null
      ? number('outcome_seen_at', seenAt)
      : text('outcome_seen_at', toInstant(seenAt))) +
    text('response', row.response) +
    number('result', row.result) +
    (row.outcomeLog?.censored === true ? ',"outcome_censored":1' : '') +
    number('fidelity', row.outcomeLog?.fidelity ?? null) +
    number('prior_plan_repeat', row.priorPlanRepeat) +
    (sender === null ? '' : senderSide(sender)) +
    family('process', row.processes) +
    family('arm', row.assignments ?? {}) +
    family('segment', row.segments) +
    family('x', row.covariates) +
    '}'
  );
}

function senderSide(sender: SenderLog): string {
  return (
    number('recommended_before_jitter', sender.beforeJitter) +
    number('platform_forecast', sender.platformForecast) +
    number('platform_margin', sender.platformMargin) +
    number('underage_cost', sender.underageCost) +
    number('overage_cost', sender.overageCost)
  );
}

const quoted = (value: string): string => JSON.stringify(value);
const numeral = (value: number | null): string => (value === null ? 'null' : JSON.stringify(value));

const text = (name: string, value: string | null): string =>
  value === null ? '' : `,"${name}":${quoted(value)}`;
const number = (name: string, value: number | null): string =>
  value === null ? '' : `,"${name}":${numeral(value)}`;

function family(name: string, record: Readonly<Record<string, number | string>>): string {
  const names = Object.keys(record);
  if (names.length === 0) return '';
  return names
    .sort()
    .map((each) => `,${quoted(`${name}_${each}`)}:${JSON.stringify(record[each])}`)
    .join('');
}

function inOrder(a: RoundRow, b: RoundRow): number {
  if (a.sellerId !== b.sellerId) return a.sellerId < b.sellerId ? -1 : 1;
  if (a.recommender !== b.recommender) return a.recommender < b.recommender ? -1 : 1;
  return a.position - b.position;
}
