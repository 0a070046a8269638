import { THETA } from '../kalman/nested-model.ts';
import { FLAT } from '../parameters.ts';
import { EVERYONE, type TrustFit } from '../trust-fit.ts';

type Fit = Pick<TrustFit, 'segments' | 'dynamics'>;

/** Gain and loss were fitted in this segment: not so under the published prior, or where no outcome was seen. A small
 *  segment without a row of its own is drawn to everyone's. */
export function hasMotion(fit: Fit, segment: string): boolean {
  return rowOf(fit, segment)?.models.some(({ name }) => name !== 'static') ?? false;
}

/** Why gain and loss were not fitted. */
export function whyNoMotion(fit: Fit, segment: string): string {
  const row = rowOf(fit, segment);
  return row?.parameters['gain']?.reason ?? row?.reason ?? 'gain and loss were not fitted';
}

const rowOf = ({ dynamics }: Fit, segment: string) =>
  dynamics.find((row) => row.segment === segment) ?? dynamics.find((row) => row.segment === EVERYONE);

/** Why the gain or loss that was fitted has no standard error; null where it has one. */
export function withoutError({ segments }: Fit, segment: string, name: 'gain' | 'loss'): string | null {
  const covariance = Object.hasOwn(segments, segment) ? (segments[segment]?.covariance ?? []) : [];
  if ((covariance[THETA[name]]?.[THETA[name]] ?? 0) > 0) return null;
  return covariance.length === 0 ? FLAT : `${name} is at its bound, zero, where it has no interval`;
}
