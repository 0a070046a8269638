import { eventsOf, movingPanel, ROUNDS } from '../hot-path/panel.ts';
import { fitTextbook, type Observed, type TextbookFit } from '../baselines/textbook-filter.ts';
import { fitPlainFriction, type ButtonRound } from '../baselines/plain-friction.ts';
import { pathForm } from '../../lib/trust/friction/deterministic-path.ts';
import { EVENT } from '../../lib/trust/friction/event.ts';
import { fitFriction, type FrictionFit } from '../../lib/trust/friction/fit.ts';
import { contractTheta, frictionBox, frictionModel } from '../../lib/trust/friction/nested-model.ts';
import type { FrictionPanel } from '../../lib/trust/friction/panel.ts';
import { covarianceOf } from '../../lib/trust/kalman/covariance.ts';
import { fitKalman, type KalmanFit } from '../../lib/trust/kalman/fit.ts';
import { boxOf, contract } from '../../lib/trust/kalman/model.ts';
import { nestedModel } from '../../lib/trust/kalman/nested-model.ts';
import type { KalmanPanel } from '../../lib/trust/kalman/panel.ts';
import type { OutcomesSeen } from '../../lib/trust/laws/asymmetric.ts';
import type { Case, Pair, Size } from '../run/case.ts';

const KF_SELLERS = { quick: 500, full: 10_000 } as const;
const QD_SELLERS = { quick: 60, full: 1_000 } as const;

export const cases: readonly Case[] = [
  {
    name: 'kf-fit',
    ours: 'exact pooled fit and standard errors, law 5.3, 26 rounds a seller',
    baseline: 'a textbook filter over objects, numerical gradient and curvature, the same search',
    rounds: { quick: 9, full: 3 },
    prepare: kalman,
  },
  {
    name: 'qd-fit',
    ours: 'fit of the friction likelihood (QD)',
    baseline: 'its formula in plain loops, numerical gradient, the same search',
    rounds: { quick: 5, full: 3 },
    prepare: friction,
  },
];

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** A list for each seller. */
function bySeller<Row>(panel: KalmanPanel<OutcomesSeen>, rowAt: (k: number) => Row): Row[][] {
  return Array.from({ length: panel.starts.length - 1 }, (_, i) =>
    Array.from({ length: ROUNDS }, (_each, t) => rowAt(i * ROUNDS + t)),
  );
}

function kalman(size: Size): Pair {
  const panel = movingPanel(KF_SELLERS[size]);
  const sellers = bySeller(panel, (k): Observed => ({
    g: panel.design[k] as number,
    d: orNull(panel.move[k] as number),
    r: orNull(panel.inputs.fidelity[k] as number),
  }));
  const model = nestedModel('asymmetric', false);
  const starts = model.starts.map((start) => [...contract(model, start)]);
  let [ours, plain]: [KalmanFit | undefined, TextbookFit | undefined] = [undefined, undefined];
  let errors: number[] = [];
  return {
    ours() {
      ours = fitKalman(panel, model);
      const covariance = covarianceOf(panel, ours);
      errors = model.columns.map(([place = 0]) => Math.sqrt(covariance?.[place]?.[place] ?? Number.NaN));
    },
    baseline() {
      plain = fitTextbook(sellers, starts, boxOf(model));
    },
    agree() {
      const apart = Math.max(...errors.map((error, j) => Math.abs(error / (plain?.errors[j] ?? 0) - 1)));
      return `log-likelihood ${ours?.logLikelihood.toFixed(4)} / ${plain?.logLikelihood.toFixed(4)}, errors within ${apart.toExponential(0)}`;
    },
  };
}

function friction(size: Size): Pair {
  const panel = eventsOf(movingPanel(QD_SELLERS[size]));
  const sellers = bySeller(panel, (k) => buttonRound(panel, k));
  const model = frictionModel('asymmetric', 'qd', false);
  const start = [0.5, 0.3, 0.05, 0.05, 0, Math.log(0.3), 0, Math.log(0.2), Math.log(0.05 / 0.95)];
  let ours: FrictionFit | undefined;
  let plain = Number.NaN;
  return {
    ours() {
      ours = fitFriction(panel, pathForm, model, [], [start]);
    },
    baseline() {
      plain = -fitPlainFriction(sellers, [[...contractTheta(model, start)]], frictionBox(model)).value;
    },
    agree: () => `log-likelihood ${ours?.logLikelihood.toFixed(4)} / ${plain.toFixed(4)}`,
  };
}

const NAMES = ['keep', 'accept', 'adjust'] as const;

function buttonRound(panel: FrictionPanel<OutcomesSeen>, k: number): ButtonRound {
  return {
    event: NAMES.find((name) => EVENT[name] === panel.kind[k]) ?? null,
    W: panel.weight[k] as number,
    g: panel.design[k] as number,
    r: orNull(panel.inputs.fidelity[k] as number),
  };
}
