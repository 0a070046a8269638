import { expect, test } from 'vitest';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { frictionCovariance } from '../../../lib/trust/friction/covariance.ts';
import { fitFriction, fitFrictionNear, type FrictionFit } from '../../../lib/trust/friction/fit.ts';
import { FRICTION, frictionModel } from '../../../lib/trust/friction/nested-model.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { simulateFriction } from './simulated.ts';

const { sequences } = simulateFriction(
  {
    sellers: 60,
    rounds: 16,
    mu0: 0.5,
    tau0: 0.3,
    gain: 0.1,
    loss: 0.2,
    q: 0.08,
    sw: 0.2,
    se: 0.05,
    eps: 0.05,
    bg: 0,
    referenceGap: 0.3,
  },
  7,
);

test('a part without drift does not keep the whole without: the search leaves q = 0', () => {
  const panel = frictionPanel(sequences, { unit: 1, referenceGap: 0.3 });
  const model = frictionModel('asymmetric', 'qd-adf', false);
  const whole = fitFriction(panel, adfForm, model);
  const theta = whole.theta.slice();
  theta[FRICTION.q] = 0;
  const begun: FrictionFit = { ...whole, theta };
  const near = fitFrictionNear(panel, adfForm, begun, frictionCovariance(panel, adfForm, begun));
  expect(whole.theta[FRICTION.q]).toBeGreaterThan(0.03);
  expect(near.logLikelihood).toBeCloseTo(whole.logLikelihood, 4);
});
