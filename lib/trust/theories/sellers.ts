import type { Panel, Signs, StaticName } from './kit.ts';
import type { Roster } from './roster.ts';

/** Sums over each seller's sequences. */
export function bySeller({ sellers, seller }: Roster, bySequence: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(sellers.length);
  for (let i = 0; i < seller.length; i++) {
    const at = seller[i] as number;
    sums[at] = (sums[at] as number) + (bySequence[i] as number);
  }
  return sums;
}

/** Log-likelihood of every seller at theta, in the kit's units; zero for those not in the panel. */
export function sellersAt(
  panel: Panel,
  theory: StaticName,
  theta: ArrayLike<number>,
  signs: Signs,
): Float64Array {
  const values = new Float64Array(panel.roster.seller.length);
  panel.evaluate(theory, theta, signs, values, null);
  return bySeller(panel.roster, values);
}

/** Decisions of every seller. */
export function eventsBySeller(roster: Roster): Float64Array {
  const { starts, seller } = roster;
  return bySeller(
    roster,
    seller.map((_, i) => (starts[i + 1] as number) - (starts[i] as number)),
  );
}
