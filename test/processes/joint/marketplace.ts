import { exposedPanel, type ExposedPanel } from '../../../lib/processes/joint/joint-effect.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../../trust/row.ts';

const scale = { name: 'log', minGap: 0.02, minGapRule: 'set' } as const;
const measure = { unit: 0.3, referenceGap: 0.3 };

/** Sellers whose trust follows law 5.5; a random half meets the process from round 6 on, which adds b a round. */
export function marketplace(seed: number, b: number, sellers = 120, rounds = 14): RoundRow[] {
  const stream = streams(seed).next().value;
  return Array.from({ length: sellers }, (_, i) => {
    const mu = 0.5 + 0.1 * stream.normal();
    let trust = mu;
    return Array.from({ length: rounds }, (_unused, t) => {
      const gap = (stream.uniform() < 0.5 ? -1 : 1) * (0.15 + 0.35 * stream.uniform());
      const outcome = stream.normal() * 0.3;
      const move = trust * gap + 0.08 * stream.normal();
      const dose = i % 2 === 0 && t >= 6 ? 1 : 0;
      const r = Math.tanh(outcome);
      trust =
        0.2 * mu +
        0.8 * trust +
        0.05 * Math.max(r, 0) -
        0.1 * Math.max(-r, 0) +
        b * dose +
        0.02 * stream.normal();
      return roundRow({
        sellerId: `s${i}`,
        position: t,
        recommended: 100 * Math.exp(gap),
        chosen: 100 * Math.exp(move),
        outcome: 100,
        outcomeLog: { censored: false, fidelity: r },
        processes: { reasons: dose },
      });
    });
  }).flat();
}

export const panelOfRows = (rows: readonly RoundRow[]): ExposedPanel =>
  exposedPanel(
    sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false }),
    measure,
    ({ processes }) => processes['reasons'],
  );
