import { studentWidth, studentBeyond } from '../../stats/incomplete-beta.ts';
import { jointCritical } from '../../stats/multipliers.ts';
import type { EffectScores } from './scores.ts';

/** The effect on one group of rows. */
export interface GroupEffect {
  readonly group: string;
  readonly estimate: number;
  readonly se: number;
  readonly n: number;
  readonly clusters: number;
  readonly p: number; // two-sided, that it is 0
  readonly lower: number; // 95 %, of this group alone
  readonly upper: number;
  readonly jointLower: number; // 95 % for all groups at once
  readonly jointUpper: number;
}

export interface GroupMean {
  readonly group: string;
  readonly estimate: number;
  readonly se: number;
  readonly n: number;
  readonly clusters: number;
  readonly influence: Float64Array; // by seller; sums to the estimate's error
}

const DRAWS = 2000;

/** Mean effect by group, clustered by seller:
 *      theta_g = sum_g w phi / sum_g w      psi_c = sum of w (phi - theta_g) over the rows of seller c in g / sum_g w
 *  Groups of fewer than two sellers are left out. */
export function groupMeans(scores: EffectScores, groupOf: readonly (string | undefined)[]): GroupMean[] {
  const rows = new Map<string, number[]>();
  for (const [i, group] of groupOf.entries()) {
    if (group === undefined) continue;
    const found = rows.get(group) ?? [];
    found.push(i);
    rows.set(group, found);
  }
  return [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, at]) => meanOf(scores, group, at))
    .filter(({ clusters, se }) => clusters > 1 && se > 0);
}

function meanOf({ data, phi }: EffectScores, group: string, rows: readonly number[]): GroupMean {
  const total = rows.reduce((sum, i) => sum + (data.weights[i] as number), 0);
  const estimate = rows.reduce((sum, i) => sum + (data.weights[i] as number) * (phi[i] as number), 0) / total;
  const influence = new Float64Array(data.sellers.length);
  for (const i of rows) {
    const seller = data.cluster[i] as number;
    const part = ((data.weights[i] as number) * ((phi[i] as number) - estimate)) / total;
    influence[seller] = (influence[seller] as number) + part;
  }
  const clusters = new Set(rows.map((i) => data.cluster[i])).size;
  const factor = Math.sqrt(clusters / (clusters - 1));
  const psi = influence.map((value) => factor * value);
  const se = Math.sqrt(psi.reduce((sum, value) => sum + value * value, 0));
  return { group, estimate, se, n: rows.length, clusters, influence: psi };
}

/** Means of groups with bands for each and for all of them at once, by the multiplier bootstrap.
 *  @param seed a whole number */
export function withBands(means: readonly GroupMean[], seed: number): GroupEffect[] {
  if (means.length === 0) return [];
  const fewest = Math.min(...means.map(({ clusters }) => clusters));
  const joint = jointCritical(
    means.map(({ influence }) => influence),
    means.map(({ se }) => se),
    { level: 0.95, pointwise: studentWidth(0.95, fewest - 1), draws: DRAWS, seed },
  );
  return means.map(({ group, estimate, se, n, clusters }) => {
    const width = studentWidth(0.95, clusters - 1);
    return {
      group,
      estimate,
      se,
      n,
      clusters,
      p: studentBeyond(Math.abs(estimate / se), clusters - 1),
      lower: estimate - width * se,
      upper: estimate + width * se,
      jointLower: estimate - joint * se,
      jointUpper: estimate + joint * se,
    };
  });
}
