import type { KalmanPanel } from '../kalman/panel.ts';
import { trustPanel, type Measure } from '../kalman/trust-panel.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import type { Sequence } from '../sequence.ts';
import { EVENT, eventOf, weightOf, ZONES, type Zones } from './event.ts';

/** A panel whose decisions are events: KEEP, ACCEPT or ADJUST with its weight W. One entry per step. */
export interface FrictionPanel<Inputs> extends KalmanPanel<Inputs> {
  readonly kind: Uint8Array; // EVENT; none: no decision in this step
  readonly weight: Float64Array; // W = d/g
  readonly logGap: Float64Array; // ln(|g|/g0)
  readonly zones: Zones;
}

/** Sequences under law 5.3 as events.
 *  @param zones where a rule of the business fixes the smallest edit: `zonesByRule` */
export function frictionPanel(
  sequences: readonly Sequence[],
  measure: Measure,
  zones = ZONES,
): FrictionPanel<OutcomesSeen> {
  const panel = trustPanel(sequences, measure);
  const kind = new Uint8Array(panel.move.length);
  const weight = new Float64Array(panel.move.length);
  const logGap = new Float64Array(panel.move.length);
  let k = 0;
  for (const { steps } of sequences)
    for (const { decision } of steps) {
      kind[k] = decision ? eventOf(decision, zones) : EVENT.none;
      if (decision) {
        weight[k] = weightOf(decision);
        logGap[k] = Math.log(Math.abs(decision.gap) / measure.referenceGap);
      }
      k++;
    }
  const { law, inputs, starts, design, move, bend } = panel;
  return {
    law,
    inputs,
    starts,
    design,
    move,
    bend,
    kind,
    weight,
    logGap,
    zones,
    get space() {
      return panel.space; // made when it is first asked for
    },
  };
}
