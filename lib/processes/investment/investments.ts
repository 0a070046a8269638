import { Z95 } from '../../stats/normal.ts';
import { beliefs, type Belief } from './belief.ts';
import { choiceAmong } from './choice.ts';
import { informationFrom } from './information.ts';
import { bestPortfolio, type Portfolio } from './portfolio.ts';

/** A process whose effect on trust could be told, with what it costs and whom it would reach. */
export interface Candidate {
  readonly process: string;
  readonly effect: { readonly estimate: number; readonly se: number; readonly clusters: number }; // trust per unit
  readonly costPerUnit: number | null; // money; null: not known
  readonly reach: number; // units it would reach
}

/** One line of the ranking. Trust is in points of the factor; value in trust points of one seller per unit of money. */
export interface Investment {
  readonly process: string;
  readonly costPerUnit: number | null;
  readonly reach: number;
  readonly gainPerUnit: Told; // drawn towards no effect
  readonly valuePerCost: Told | null; // null: costs nothing, or its cost is not known
  readonly probabilityBest: number; // of all whose costs are known, by value per cost; of gain where it costs nothing
  readonly rank: number | null;
  readonly nextExperiment: NextExperiment | null;
  readonly reason: string | null; // why a null above is null
}

export interface Told {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** An experiment with as many sellers again as the effect rests on. */
export interface NextExperiment {
  readonly sellers: number; // in both arms together
  readonly valueOfInformation: number; // trust points over the reach: expected gain from choosing after it
  readonly rank: number;
}

export interface Investments {
  readonly rows: readonly Investment[]; // by rank; those without one last
  readonly probabilityNone: number | null; // that no process with a cost builds trust; null: there is none
  readonly expectedRegret: number | null; // of the first choice now, in value per cost; null: there is none
  readonly portfolio: Portfolio | null; // null: no budget given
}

const NO_COST = 'what it costs is not known: give cost_per_unit in the registry';
const FREE = 'it costs nothing';

/** Where to invest next. Effects are drawn towards none (`beliefs`), ranked by trust per cost, and weighed by what is not
 *  known of them.
 *  @param budget money; null: no portfolio
 *  @throws RangeError for a negative cost or reach */
export function investments(candidates: readonly Candidate[], budget: number | null): Investments {
  if (candidates.some(({ costPerUnit, reach }) => (costPerUnit ?? 0) < 0 || !(reach >= 0)))
    throw new RangeError('investments requires costs and reach of at least 0');
  const believed = beliefs(candidates.map(({ effect }) => effect));
  const priced = candidates.flatMap((candidate, j) => {
    const belief = believed[j];
    return belief !== undefined && candidate.costPerUnit !== null && candidate.costPerUnit > 0
      ? [{ candidate, value: scaled(belief, 1 / candidate.costPerUnit) }]
      : [];
  });
  const choice = choiceAmong(priced.map(({ value }) => value));
  const ranked = priced.toSorted((a, b) => b.value.mean - a.value.mean || byName(a.candidate, b.candidate));
  const experiments = nextExperiments(candidates, believed);
  const rows = candidates.map((candidate, j): Investment => {
    const belief = believed[j] ?? { mean: 0, variance: 0 };
    const place = priced.findIndex((each) => each.candidate === candidate);
    const value = priced[place]?.value;
    return {
      process: candidate.process,
      costPerUnit: candidate.costPerUnit,
      reach: candidate.reach,
      gainPerUnit: told(belief),
      valuePerCost: value === undefined ? null : told(value),
      probabilityBest: choice.probabilityBest[place] ?? 0,
      rank: value === undefined ? null : 1 + ranked.findIndex((each) => each.candidate === candidate),
      nextExperiment: experiments.get(candidate.process) ?? null,
      reason: value !== undefined ? null : candidate.costPerUnit === null ? NO_COST : FREE,
    };
  });
  return {
    rows: rows.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || byName(a, b)),
    probabilityNone: priced.length === 0 ? null : choice.probabilityNone,
    expectedRegret: priced.length === 0 ? null : choice.expectedRegret,
    portfolio: budget === null ? null : bestPortfolio(items(candidates, believed), budget),
  };
}

/** What each could give and cost if all it can reach met it; what has no known cost cannot be planned with. */
function items(candidates: readonly Candidate[], believed: readonly Belief[]) {
  return candidates.flatMap(({ process, costPerUnit, reach }, j) =>
    costPerUnit === null
      ? []
      : [{ process, cost: costPerUnit * reach, value: (believed[j]?.mean ?? 0) * reach }],
  );
}

/** Experiments by what they would teach: an estimate as precise as the one there is, on new sellers. */
function nextExperiments(
  candidates: readonly Candidate[],
  believed: readonly Belief[],
): ReadonlyMap<string, NextExperiment> {
  const values = candidates.map(({ reach }, j) => scaled(believed[j] ?? { mean: 0, variance: 0 }, reach));
  const expected = candidates.map(({ process, effect, reach }, j) => ({
    process,
    sellers: effect.clusters,
    valueOfInformation: reach === 0 ? 0 : informationFrom(values, j, (effect.se * reach) ** 2).value,
  }));
  const ordered = expected.toSorted((a, b) => b.valueOfInformation - a.valueOfInformation || byName(a, b));
  return new Map(
    ordered.map(({ process, ...rest }, place) => [process, Object.assign(rest, { rank: place + 1 })]),
  );
}

function scaled({ mean, variance }: Belief, factor: number): Belief {
  return { mean: mean * factor, variance: variance * factor ** 2 };
}

function told({ mean, variance }: Belief): Told {
  const half = Z95 * Math.sqrt(variance);
  return { estimate: mean, lower: mean - half, upper: mean + half };
}

function byName(a: { readonly process: string }, b: { readonly process: string }): number {
  return a.process < b.process ? -1 : 1;
}
