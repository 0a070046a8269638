import type { RoundRow, SenderLog } from '../../../lib/rounds/row.ts';
import { streams, type Stream } from '../../../lib/simulation/stream.ts';
import { senderSchema, type Sender } from '../../../lib/trust/estimates.ts';
import { chooseScale } from '../../../lib/trust/scale.ts';
import { senderRows } from '../../../lib/trust/sender/sender-rows.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import type { AnalysisSettings } from '../../../lib/trust/settings.ts';
import { roundRow } from '../row.ts';
import { settingsOf } from '../settings.ts';

/** Rows as `fitTrust` makes them; what comes out keeps the schema. */
export function rowsOf(rows: readonly RoundRow[], change: Partial<AnalysisSettings> = {}): Sender[] {
  const settings = settingsOf(change);
  const scale = chooseScale(rows, settings);
  const found = senderRows(sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false }), scale, settings);
  return found.map((row) => senderSchema.parse(row));
}

const LOG: SenderLog = {
  beforeJitter: null,
  platformForecast: null,
  platformMargin: null,
  underageCost: null,
  overageCost: null,
};
export const log = (change: Partial<SenderLog>): SenderLog => ({ ...LOG, ...change });

/** `sellers` sellers with `rounds` rounds; `value` says what they are. */
export function panel(
  sellers: number,
  rounds: number,
  value: (stream: Stream, i: number, t: number) => Partial<RoundRow>,
): RoundRow[] {
  const each = streams(91);
  return Array.from({ length: sellers }, (_, i) => {
    const stream = each.next().value;
    return Array.from({ length: rounds }, (_round, t) =>
      roundRow({
        sellerId: `s${i}`,
        line: i * rounds + t + 2,
        position: t + 1,
        ...value(stream, i, t),
      }),
    );
  }).flat();
}

/** Amounts around 100 with y, p, m on logs as in design G1, and a bias. */
export function amounts(stream: Stream, bias = 0): { y: number; p: number; m: number } {
  const y = 0.5 * stream.normal();
  const p = y + 0.4 * stream.normal();
  const m = y + bias + 0.3 * stream.normal();
  return { y, p, m };
}
export const unit = (value: number): number => 100 * Math.exp(value);
export const onLogs = (p: number, m: number, y: number, a: number): Partial<RoundRow> => ({
  priorPlan: unit(p),
  recommended: unit(m),
  outcome: unit(y),
  chosen: unit(a),
});
