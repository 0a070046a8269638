import type { Panel, Signs, StaticName } from '../kit.ts';
import { keptSequences, restrictedRoster, type Roster } from '../roster.ts';
import type { Evaluation } from './evaluation.ts';
import { babbling, fixedDiscount, levelK } from './level-k.ts';
import { restrictedSums, type MoveSums } from './move-sums.ts';
import { hybrid, trustEmbedded } from './trust-embedded.ts';
import { workspace, type Workspace } from './workspace.ts';

type Formula = (sums: MoveSums, space: Workspace, into: Evaluation) => void;

const FORMULAS: Readonly<Record<StaticName, Formula>> = {
  BAB: babbling,
  L0: (...args) => levelK(0, ...args),
  L1: (...args) => levelK(1, ...args),
  L2: (...args) => levelK(2, ...args),
  FD: fixedDiscount,
  TE: trustEmbedded,
  hybrid,
};

/** Moves of all sequences as sums: an evaluation of any theory costs a few operations per sequence, not per round. */
export function movePanel(roster: Roster, sums: MoveSums): Panel {
  const space = workspace(roster.seller.length);
  return {
    roster,
    cost: roster.seller.length,
    evaluate(theory, theta, signs, values, slopes) {
      slopes?.fill(0);
      space.byDelta.fill(0);
      fillSides(roster, signs, space.side);
      FORMULAS[theory](sums, space, { theta, side: space.side, values, slopes });
    },
    restricted(keep) {
      const kept = keptSequences(roster, keep);
      return movePanel(restrictedRoster(roster, kept), restrictedSums(sums, roster, kept));
    },
  };
}

function fillSides({ recommenders, recommender }: Roster, signs: Signs, side: Float64Array): void {
  const each = recommenders.map((name) => signs.get(name) ?? 1);
  for (let i = 0; i < side.length; i++) side[i] = each[recommender[i] as number] ?? 1;
}
