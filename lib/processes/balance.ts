import type { Process, ProcessEntry } from '../rounds/process.ts';
import type { RoundRow } from '../rounds/row.ts';
import { chiSquareP, pearson, sequentialEvidence } from '../stats/multinomial-test.ts';
import { expectedShares } from './assignment.ts';
import { groupsOf, strataOf, unitsOf, type Unit } from './assigned-units.ts';

/** Whether an experiment's arms have the sizes they were drawn with, among all of its units or those of one stratum. */
export interface SampleRatio {
  readonly process: string;
  /** Of whom: all that were assigned, or those with a decision; a difference between the two is selective silence. */
  readonly among: 'assigned' | 'decided';
  readonly stratum: string | null; // null: all
  readonly arms: readonly { readonly arm: string; readonly units: number; readonly expected: number }[];
  /** Units that were in more than one arm: in none of the counts. */
  readonly inTwoArms: number;
  /** At one look; null where an expected count is below 5. */
  readonly chiSquare: { readonly statistic: number; readonly df: number; readonly p: number } | null;
  /** Holds at every look together. */
  readonly anytimeP: number;
  readonly status: 'ok' | 'fail' | 'cannot tell';
  readonly detail: string;
}

/** A mismatch is called below this, whatever is decided on effects: nobody wants to throw an experiment away by chance. */
export const MISMATCH = 0.001;

/** The sample-ratio checks of an experiment: all its units, then stratum by stratum where it is stratified. Empty for a
 *  process that assigns nothing or a file without its arms. In strata p is multiplied by their number (Bonferroni). */
export function sampleRatios(
  process: Process,
  rows: readonly RoundRow[],
  among: SampleRatio['among'] = 'assigned',
): SampleRatio[] {
  const units = [
    ...unitsOf(process, among === 'assigned' ? rows : rows.filter(({ chosen }) => chosen !== null)).values(),
  ];
  if (units.length === 0) return [];
  const strata = process.experiment?.stratifyBy === undefined ? [] : strataOf(units);
  return [
    sampleRatio(process, among, null, units, 1),
    ...strata.map(([stratum, members]) => sampleRatio(process, among, stratum, members, strata.length)),
  ];
}

/** Several versions of an experiment may have drawn with different shares: each is compared with its own, and the
 *  comparisons are added up: chi-squares with their degrees of freedom, evidence as a product of independent games. */
function sampleRatio(
  { process }: Process,
  among: SampleRatio['among'],
  stratum: string | null,
  units: readonly Unit[],
  looks: number,
): SampleRatio {
  const drawn = groupsOf(units).map(comparisonOf);
  const chiSquare = chiSquareOf(drawn);
  const strangers = drawn.reduce((sum, each) => sum + each.strangers, 0);
  const evidence = drawn.reduce((sum, each) => sum + each.evidence, 0);
  const anytimeP = strangers > 0 ? 0 : Math.min(1, Math.exp(-evidence));
  const counted = {
    process,
    among,
    stratum,
    arms: armsOf(drawn),
    inTwoArms: count(units, null),
    chiSquare,
    anytimeP,
  };
  const least = Math.min(anytimeP, chiSquare?.p ?? 1) * looks;
  const status = least < MISMATCH ? 'fail' : chiSquare === null ? 'cannot tell' : 'ok';
  return { ...counted, status, detail: wordsOf(counted, strangers, status) };
}

interface Comparison {
  readonly arms: readonly { readonly arm: string; readonly units: number; readonly expected: number }[];
  readonly chiSquare: { readonly statistic: number; readonly df: number } | null;
  readonly evidence: number; // ln
  readonly strangers: number; // in arms that nobody is assigned to
}

function comparisonOf({
  entry,
  units,
}: {
  readonly entry: ProcessEntry;
  readonly units: readonly Unit[];
}): Comparison {
  const { experiment } = entry;
  const shares = experiment === undefined ? {} : expectedShares(experiment);
  const inArms = units.filter(({ arm }) => arm !== null);
  const arms = Object.entries(shares).map(([arm, share]) => ({
    arm,
    units: count(inArms, arm),
    expected: share * inArms.length,
  }));
  const drawn = arms.filter(({ expected }) => expected > 0);
  const told = drawn.reduce((sum, { units: some }) => sum + some, 0);
  const counts = drawn.map(({ units: some }) => some);
  const parts = drawn.map(({ arm }) => shares[arm] ?? 0);
  const comparable = drawn.length > 1;
  return {
    arms,
    chiSquare: comparable ? pearson(counts, parts) : null,
    evidence: comparable ? sequentialEvidence(counts, parts) : 0,
    strangers: inArms.length - told,
  };
}

function chiSquareOf(drawn: readonly Comparison[]): SampleRatio['chiSquare'] {
  const known = drawn.flatMap(({ chiSquare }) => (chiSquare === null ? [] : [chiSquare]));
  if (known.length === 0) return null;
  const statistic = known.reduce((sum, each) => sum + each.statistic, 0);
  const df = known.reduce((sum, each) => sum + each.df, 0);
  return { statistic, df, p: chiSquareP({ statistic, df }) };
}

function armsOf(drawn: readonly Comparison[]): SampleRatio['arms'] {
  const arms = new Map<string, { arm: string; units: number; expected: number }>();
  for (const { arm, units, expected } of drawn.flatMap((each) => each.arms)) {
    const sum = arms.get(arm) ?? { arm, units: 0, expected: 0 };
    arms.set(arm, { arm, units: sum.units + units, expected: sum.expected + expected });
  }
  return [...arms.values()];
}

const count = (units: readonly Unit[], of: string | null) => units.filter(({ arm }) => arm === of).length;

function wordsOf(
  { arms, chiSquare, anytimeP, inTwoArms }: Omit<SampleRatio, 'status' | 'detail'>,
  strangers: number,
  status: SampleRatio['status'],
): string {
  const sizes = arms.map(
    ({ arm, units, expected }) => `${units} in ${arm} (drawn for ${String(Number(expected.toFixed(1)))})`,
  );
  const once =
    chiSquare === null
      ? 'too few for a chi-square'
      : `chi-square ${chiSquare.statistic.toFixed(2)}, ${chiSquare.df} df, p ${rounded(chiSquare.p)}`;
  const moved = inTwoArms === 0 ? '' : `; ${inTwoArms} were in more than one arm and are in none of these`;
  const strange = strangers === 0 ? '' : `; ${strangers} in arms that nobody is drawn for`;
  const said = { ok: 'as drawn', fail: 'not as drawn', 'cannot tell': 'too few to tell' }[status];
  return `${said}: ${sizes.join(', ')}; ${once}; at all looks together p ${rounded(anytimeP)}${moved}${strange}`;
}

const rounded = (p: number): string => (p < 0.001 ? '< 0.001' : String(Number(p.toFixed(3))));
