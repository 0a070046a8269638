import { nameOf } from '../process-words.ts';
import { count, number, signed } from '../wording.ts';
import type { Compared, ComparedEstimates } from './compared-schema.ts';

/** What a reader quotes of a report, before and after. */
export interface HeadlineRow {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** The numbers and verdicts people remember, of two reports. */
export function headlineRows(a: ComparedEstimates, b: ComparedEstimates): HeadlineRow[] {
  const names = [...new Set([a, b].flatMap(({ trust }) => Object.keys(trust.byRecommender)))];
  return [
    row('Trust, all together', told(a.trust.overall), told(b.trust.overall)),
    ...names.map((name) => row(`Trust in ${name}`, told(own(a, name)), told(own(b, name)))),
    row(
      'Trust less what is deserved',
      told(a.trust.calibration.gap, signed),
      told(b.trust.calibration.gap, signed),
    ),
    row('Theory that explains best', a.verdict.preferred, b.verdict.preferred),
    row('What to fund next', fundingOf(a), fundingOf(b)),
  ];
}

const own = ({ trust }: ComparedEstimates, name: string): Compared | undefined =>
  new Map(Object.entries(trust.byRecommender)).get(name);

const row = (what: string, before: string, after: string): HeadlineRow => ({ what, before, after });

/** `0.42 (0.39 to 0.45; n 300)` */
function told(value: Compared | undefined, shown: (value: number) => string = number): string {
  if (value === undefined) return 'not there';
  const { estimate, lower, upper, n } = value;
  if (estimate === null) return 'cannot tell';
  const interval = lower === null || upper === null ? 'no interval' : `${shown(lower)} to ${shown(upper)}`;
  return `${shown(estimate)} (${interval}; n ${count(n)})`;
}

/** What the page names, in its order: what is shown to build trust and costs nothing, then the best use of the money, then what
 *  works at a cost nobody knows. */
function fundingOf({ processes, investments }: ComparedEstimates): string {
  if (processes.length === 0) return 'no process';
  const working = investments.flatMap(({ process, rank, costPerUnit }) => {
    const found = processes.find((each) => each.process === process);
    return found?.effective === 'builds trust' ? [{ name: nameOf(found), rank, costPerUnit }] : [];
  });
  const free = working.find(({ costPerUnit }) => costPerUnit === 0);
  const [best] = working
    .filter(({ rank }) => rank !== null)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const [unpriced] = working;
  if (free !== undefined) return `${free.name}, which costs nothing`;
  if (best !== undefined) return best.name;
  return unpriced === undefined
    ? 'none is shown to build trust'
    : `cannot tell: what ${unpriced.name} costs is not known`;
}
