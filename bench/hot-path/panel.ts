import { streams } from '../../lib/simulation/stream.ts';
import type { Moves } from '../../lib/stats/transitions.ts';
import { EVENT, KAPPA, ZONES } from '../../lib/trust/friction/event.ts';
import type { FrictionPanel } from '../../lib/trust/friction/panel.ts';
import { kalmanPanel, type KalmanPanel } from '../../lib/trust/kalman/panel.ts';
import { asymmetricLaw, type OutcomesSeen } from '../../lib/trust/laws/asymmetric.ts';

export const ROUNDS = 26;

/** Sellers whose trust moves by law 5.3, straight into columns: every tenth outcome not seen, every tenth round not answered. */
export function movingPanel(sellers: number, seed = 1): KalmanPanel<OutcomesSeen> {
  const stream = streams(seed).next().value;
  const length = sellers * ROUNDS;
  const starts = Int32Array.from({ length: sellers + 1 }, (_, i) => i * ROUNDS);
  const column = (): Float64Array => new Float64Array(length);
  const [design, move, bend, fidelity] = [column(), column(), column(), column()];
  let alpha = 0;
  for (let k = 0; k < length; k++) {
    if (k % ROUNDS === 0) alpha = 0.5 + 0.2 * stream.normal();
    const g = stream.normal();
    design[k] = g;
    bend[k] = Math.log(Math.abs(g)) * g;
    move[k] = stream.uniform() < 0.1 ? Number.NaN : alpha * g + 0.5 * stream.normal();
    const r = 2 * stream.uniform() - 1;
    fidelity[k] = stream.uniform() < 0.1 ? Number.NaN : r;
    if (fidelity[k] !== r) continue;
    alpha += 0.1 * Math.max(r, 0) * (1 - alpha) - 0.2 * Math.max(-r, 0) * alpha + 0.05 * stream.normal();
  }
  const moves: Moves = { starts, design, move, bend };
  return kalmanPanel(asymmetricLaw, { fidelity }, moves);
}

/** Answers with buttons as QD of docs/model.md 6.5 has them: trust that moves by outcomes alone, slips in three answers of a hundred. */
export function buttonPanel(sellers: number, seed = 1): FrictionPanel<OutcomesSeen> {
  const [mu0, tau0, gain, loss, se, bg, sw, eps] = [0.5, 0.2, 0.1, 0.2, 0.1, 0.05, 0.2, 0.03];
  const stream = streams(seed).next().value;
  const panel = movingPanel(sellers, seed);
  const { design, move } = panel;
  let alpha = 0;
  for (let k = 0; k < design.length; k++) {
    if (k % ROUNDS === 0) alpha = mu0 + tau0 * stream.normal();
    const g = Math.exp(0.5 * stream.normal());
    design[k] = g;
    const sd = Math.hypot(sw, se / g);
    const slip = [0, 1, KAPPA + (1 - 2 * KAPPA) * stream.uniform()][Math.floor(3 * stream.uniform())] ?? 0;
    const weight = alpha + bg * Math.log(g) + sd * stream.normal();
    if (!Number.isNaN(move[k])) move[k] = g * (stream.uniform() < eps ? slip : weight);
    const r = panel.inputs.fidelity[k] as number;
    if (!Number.isNaN(r)) alpha += gain * Math.max(r, 0) * (1 - alpha) - loss * Math.max(-r, 0) * alpha;
  }
  return eventsOf(panel);
}

/** The first sellers of a panel. */
export function firstOf({ law, inputs, ...moves }: KalmanPanel<OutcomesSeen>, sellers: number) {
  return kalmanPanel(law, inputs, { ...moves, starts: moves.starts.subarray(0, sellers + 1) });
}

/** The same decisions as events: KEEP and ACCEPT in the zones, ADJUST between. */
export function eventsOf(panel: KalmanPanel<OutcomesSeen>): FrictionPanel<OutcomesSeen> {
  const weight = panel.move.map((move, k) => move / (panel.design[k] as number));
  const kind = Uint8Array.from(weight, (W) => {
    if (Number.isNaN(W)) return EVENT.none;
    if (W < KAPPA) return EVENT.keep;
    return W > 1 - KAPPA ? EVENT.accept : EVENT.adjust;
  });
  const logGap = panel.design.map((g) => Math.log(Math.abs(g)));
  return { ...panel, space: panel.space, kind, weight, logGap, zones: ZONES };
}
