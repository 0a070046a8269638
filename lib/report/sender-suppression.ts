import type { Sender } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';

/** A recommender's row in which numbers of few sellers are withheld: not every seller has costs, forecasts or shifts.
 *  @param hide gives back what may be shown, and a null with the reason for what may not */
export function suppressedSender(row: Sender, hide: <T extends Quantity>(quantity: T) => T): Sender {
  const { line, fractile, distortion, disutility } = row;
  const share = hide(fractile.share);
  const logMean = hide(disutility.logMean);
  const slope = hide(line.slope);
  return {
    ...row,
    bias: hide(row.bias),
    fidelity: hide(row.fidelity),
    betterShare: hide(row.betterShare),
    skill: hide(row.skill),
    line: {
      ...line,
      intercept: hide(line.intercept),
      slope,
      ...(slope === line.slope ? {} : { wald: null, p: null, reason: slope.reason }),
    },
    fractile: {
      ...fractile,
      share,
      ...(share === fractile.share ? {} : { target: null, z: null, p: null, reason: share.reason }),
    },
    distortion: {
      mean: hide(distortion.mean),
      truthfulShare: hide(distortion.truthfulShare),
      slope: hide(distortion.slope),
      cappedShare: hide(distortion.cappedShare),
    },
    disutility: {
      ...disutility,
      logMean,
      logSd: hide(disutility.logSd),
      ...(logMean === disutility.logMean ? {} : { median: null, reason: logMean.reason }),
    },
    jitterTrust: hide(row.jitterTrust),
  };
}
