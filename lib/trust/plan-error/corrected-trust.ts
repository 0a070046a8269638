import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';
import { EVERYONE, type TrustFit } from '../trust-fit.ts';
import { correctedTrust } from './attenuation.ts';

const BY_BUTTON = 'sellers press buttons: the correction holds for values they type';

/** Mean trust freed of the error of prior plans, by the delta method, trust and reliability taken as independent:
 *      alpha = 1 - (1 - trust) / rho      Var = Var(trust) / rho^2 + (1 - trust)^2 Var(rho) / rho^4
 *  n counts the sellers behind the smaller of the two. */
export function trustWithoutPlanError(
  trust: Quantity,
  { planError, dynamics }: Pick<TrustFit, 'planError' | 'dynamics'>,
): Quantity {
  const { gapReliability: rho } = planError;
  if (rho.estimate === null) return unknownQuantity(rho.reason ?? 'cannot be told', rho.n);
  if (trust.estimate === null) return unknownQuantity(trust.reason ?? 'cannot be told', trust.n);
  const n = Math.min(trust.n, rho.n);
  if (dynamics.find(({ segment }) => segment === EVERYONE)?.estimator !== 'kf')
    return unknownQuantity(BY_BUTTON, n);
  const corrected = correctedTrust(trust.estimate, rho.estimate);
  if (trust.se === null || rho.se === null)
    return quantity(corrected, null, n, undefined, trust.reason ?? rho.reason);
  const se = Math.hypot(trust.se, ((1 - trust.estimate) * rho.se) / rho.estimate) / rho.estimate;
  return quantity(corrected, se, n, undefined, trust.reason);
}
