import { outcomeOf, type Outcome } from '../../../lib/processes/outcomes/outcome.ts';
import { panelOf, type RolloutPanel } from '../../../lib/processes/rollout/panel.ts';
import type { Stream } from '../../../lib/simulation/stream.ts';

export interface Plan {
  readonly sellers: number;
  readonly periods: number;
  readonly cohorts: readonly number[]; // sellers take turns
  readonly effect: (cohort: number, since: number) => number;
  readonly noise: number;
  readonly missing?: number; // share of rounds
  readonly trust?: boolean; // moves on gaps instead of values
}

/** A rollout with parallel trends: y = own + trend(t) + effect + noise that lasts, and for trust moves d = y g + e. */
export function rolloutPanel(stream: Stream, plan: Plan): RolloutPanel {
  const cohort = Int32Array.from(
    { length: plan.sellers },
    (_, i) => plan.cohorts[i % plan.cohorts.length] ?? 0,
  );
  const [y, gap, cluster, period]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const [i, g] of cohort.entries()) {
    const own = 0.5 + 0.3 * stream.normal();
    let lasting = 0;
    for (let t = 0; t < plan.periods; t++) {
      lasting = 0.5 * lasting + plan.noise * stream.normal();
      const value = own + 0.1 * Math.sin(t) + (g >= 0 && t >= g ? plan.effect(g, t - g) : 0) + lasting;
      const x = plan.trust === true ? 0.3 + stream.normal() : 1;
      const e = plan.trust === true ? 0.3 * stream.normal() : 0;
      if (stream.uniform() < (plan.missing ?? 0)) continue;
      y.push(value * x + e);
      gap.push(x);
      cluster.push(i);
      period.push(t);
    }
  }
  return panelOf(outcome(plan, { y, gap, cluster }), {
    period: Int32Array.from(period),
    periods: plan.periods,
    cohort,
  });
}

function outcome(
  { trust, sellers }: Plan,
  { y, gap, cluster }: Readonly<Record<'y' | 'gap' | 'cluster', readonly number[]>>,
): Outcome {
  return outcomeOf(trust === true ? 'trust' : 'result', {
    y: Float64Array.from(y),
    bases: [Float64Array.from(gap)],
    cluster: Int32Array.from(cluster),
    sellers: Array.from({ length: sellers }, (_, i) => `s${i}`),
  });
}
