import type { Quantity } from '../quantity-schema.ts';
import { unknownQuantity } from '../quantity.ts';
import { decisionOf } from '../decision.ts';
import { onScale, type Scale } from '../scale.ts';
import type { Sequence } from '../sequence.ts';
import { jitterTrust, type JitteredDecision } from './jitter-trust.ts';

const NOT_LOGGED =
  'recommendations carry no random shift, or it is not in the data (column recommended_before_jitter)';

/** Of the smallest gap that counts: the instrument divides by no gap, and leaving out small ones would select on it. */
const SLIVER = 1e-6;

/** Trust in a recommender by its randomised jitter: docs/model.md 6.9.6. */
export function jitteredTrust(sequences: readonly Sequence[], scale: Scale): Quantity {
  const every = { ...scale, minGap: SLIVER * scale.minGap };
  const decisions = sequences.map(({ rounds }) =>
    rounds.flatMap(({ row }): JitteredDecision[] => {
      const { recommended, sender } = row;
      const before = sender?.beforeJitter ?? null;
      if (recommended === null || before === null) return [];
      const [m, unshifted] = [onScale(recommended, scale.name), onScale(before, scale.name)];
      const decision = decisionOf(row, every);
      if (m === undefined || unshifted === undefined || typeof decision === 'string') return [];
      return [{ d: decision.move, g: decision.gap, z: m - unshifted }];
    }),
  );
  if (decisions.every((seller) => seller.length === 0)) return unknownQuantity(NOT_LOGGED);
  return jitterTrust(decisions);
}
