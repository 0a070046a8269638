import { kalmanPanel, type KalmanPanel } from '../../lib/trust/kalman/panel.ts';
import { meanRevertingLaw, type SurprisesAndDoses } from '../../lib/trust/laws/mean-reverting.ts';

const WEEKS = 26;
const COLUMNS = ['prior', 'rec', 'resp', 'outcome', 'reasons'] as const;

/** Trust panel v1 (reference/trust-panel.py) at the parameters that made it: m, tau, s0, phi, gain, loss, b, q, ln se, bg. */
export const PANEL_TRUTH = Float64Array.from([
  0.45,
  0.16,
  0.1,
  0.85,
  0.03,
  0.07,
  0.02,
  0.05,
  Math.log(0.5),
  0,
]);

/** The panel under law 5.5. */
export function panelOf(csv: string): KalmanPanel<SurprisesAndDoses> {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const names = header.split(',');
  const [prior, rec, resp, outcome, reasons] = COLUMNS.map((name) => names.indexOf(name)) as Five;
  const room = (): Float64Array => new Float64Array(lines.length);
  const [design, move, surprise, dose] = [room(), room(), room(), room()] as const;
  lines.forEach((line, k) => {
    const cells = line.split(',');
    const number = (column: number): number => Number(cells[column]);
    design[k] = number(rec) - number(prior);
    move[k] = cells[resp] === '' ? Number.NaN : number(resp) - number(prior);
    surprise[k] = number(outcome);
    dose[k] = number(reasons);
  });
  const starts = Int32Array.from({ length: lines.length / WEEKS + 1 }, (_, i) => WEEKS * i);
  return kalmanPanel(meanRevertingLaw, { surprise, dose }, { starts, design, move, bend: room() });
}

type Five = [number, number, number, number, number];
