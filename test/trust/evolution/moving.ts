import { addDays, toInstant, type Instant } from '../../../lib/domain/instant.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import type { Estimates } from '../../../lib/trust/estimates.ts';
import { changeWindow } from '../../../lib/trust/evolution/window.ts';
import { fidelity } from '../../../lib/trust/fidelity.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { kalmanEstimator } from '../../../lib/trust/kalman/kalman-estimator.ts';
import { recommendersOf } from '../../../lib/trust/segments.ts';
import { fitSegment } from '../../../lib/trust/segment.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import type { AnalysisSettings } from '../../../lib/trust/settings.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { EVERYONE, type TrustFit } from '../../../lib/trust/trust-fit.ts';
import { roundRow } from '../row.ts';
import { settingsOf } from '../settings.ts';

export interface Panel {
  readonly sellers: number;
  readonly rounds: number;
  readonly se: number;
  readonly gain: number;
  readonly loss: number;
  readonly q: number;
  readonly seed: number;
  /** Share of sellers who stop after half of the rounds. */
  readonly leaving?: number;
}

/** What happened to one seller's trust between her first decision and the end. */
interface Moved {
  readonly stayed: boolean;
  readonly change: number;
  readonly builders: number;
  readonly busters: number;
  readonly path: readonly number[]; // before each round, and at the end
}

const [MU0, TAU0] = [0.5, 0.15];

/** Generator G1 of docs/model.md 6.12 without the cut of trust to [0,1], so that what is planted is what is fitted. */
export function moving(panel: Panel): { rows: RoundRow[]; moved: Moved[] } {
  const rows: RoundRow[] = [];
  const moved: Moved[] = [];
  const source = streams(panel.seed);
  for (let seller = 0; seller < panel.sellers; seller++) {
    const stream = source.next().value;
    const stayed = seller >= (panel.leaving ?? 0) * panel.sellers;
    const first = MU0 + TAU0 * stream.normal();
    let [alpha, builders, busters] = [first, 0, 0];
    const path = [first];
    for (let position = 1; position <= (stayed ? panel.rounds : panel.rounds / 2); position++) {
      const outcome = 0.5 * stream.normal();
      const priorPlan = outcome + 0.4 * stream.normal();
      const recommended = outcome + 0.3 * stream.normal();
      const chosen = priorPlan + alpha * (recommended - priorPlan) + panel.se * stream.normal();
      const sellerId = `s${String(seller).padStart(4, '0')}`;
      const known = { priorPlan, recommended, chosen, outcome };
      rows.push(roundRow({ sellerId, line: rows.length + 2, position, ...known }));
      const r = fidelity(priorPlan, recommended, outcome);
      const [up, down] = [panel.gain * Math.max(r, 0) * (1 - alpha), panel.loss * Math.max(-r, 0) * alpha];
      alpha += up - down + panel.q * stream.normal();
      path.push(alpha);
      builders += up;
      busters += down;
    }
    moved.push({ stayed, change: alpha - first, builders, busters, path });
  }
  return { rows, moved };
}

const SETTINGS = settingsOf({ scale: 'level', minGap: 1e-9, estimator: 'kf', referenceGap: 0.4 });
const SCALE = { name: 'level', minGap: 1e-9, minGapRule: 'as set' } as const;
let template: TrustFit | undefined;

/** Estimates of trust and its change; the rest of the analysis, which takes longer, is that of a small panel. */
export function trustOf(rows: readonly RoundRow[]): Estimates['trust'] {
  return estimatesOf(rows).trust;
}

/** The same with what was settled about the report before.
 *  @param split into how many parts the sellers go */
export function estimatesOf(
  rows: readonly RoundRow[],
  settings: Partial<AnalysisSettings> = {},
  split = 1,
): Estimates {
  template ??= fitTrust(
    moving({ sellers: 20, rounds: 6, se: 0.1, gain: 0, loss: 0, q: 0, seed: 1 }).rows,
    SETTINGS,
  );
  const sequences = sequencesOf(rows, { scale: SCALE, dropOutcomeOfUnusedRows: false });
  const { fit } = fitSegment(sequences, { unit: 0.4, referenceGap: 0.4 }, kalmanEstimator);
  const window = changeWindow(sequences);
  const whole: TrustFit = {
    ...template,
    settings: { ...SETTINGS, ...settings },
    recommenders: recommendersOf(sequences),
    segments: fit ? { [EVERYONE]: fit } : {},
    windows: { all: window, byRecommender: { replenishment: window } },
    benchmarkVariance: null,
    mixture: null,
  };
  const input = { sha256: '', rows: 0, accepted: 0, rejected: 0, rejections: [] };
  const parts = Array.from({ length: split }, (_, i) =>
    rows.filter(({ sellerId }) => Number(sellerId.slice(1)) % split === i),
  );
  return summariseTrust(
    whole,
    parts.map((part) => estimateSellers(part, whole)),
    input,
  );
}

export const MONDAY = toInstant(Date.UTC(2026, 7, 31));

/** When round `position` was asked: one a week. */
export const week = (position: number): Instant => addDays(MONDAY, 7 * (position - 1));

export function dated(row: RoundRow): RoundRow {
  const askedAt = week(row.position);
  return { ...row, askedAt, position: Date.parse(askedAt) };
}

/** A report that has seen so many rounds. */
export function reportAfter(rounds: number): Pick<AnalysisSettings, 'since'> {
  const asOf = addDays(week(rounds), 3);
  return { since: { period: '2026-W40', asOf, permalink: 'reports/us/2026-W40/0' } };
}
