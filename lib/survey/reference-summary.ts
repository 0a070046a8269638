import { type Reference, type ReferenceCounts, SMALLEST_REFERENCE } from '../rounds/reference.ts';
import { type Verdict, verdict } from './history-summary.ts';
import type { Reader } from './reader.ts';

/** Sellers like her, or all where those are too few. */
export interface ReferenceGroup extends ReferenceCounts {
  readonly of: 'group' | 'all';
}

/** @returns undefined where not even all are ten: then nothing is said */
export function referenceGroup(
  reference: Reference | undefined,
  segments: Readonly<Record<string, string>>,
): ReferenceGroup | undefined {
  if (reference === undefined) return undefined;
  const { all, groups, segment } = reference;
  const value = segment === null ? undefined : segments[segment];
  const alike = value === undefined || !Object.hasOwn(groups, value) ? undefined : groups[value];
  if (alike !== undefined && alike.sellers >= SMALLEST_REFERENCE) return { of: 'group', ...alike };
  return all.sellers >= SMALLEST_REFERENCE ? { of: 'all', ...all } : undefined;
}

const NEGLIGIBLE = 0.05; // of the sellers who are not even: 51 to 49 is no difference, however many they are

/** The same sign test as for her own rounds, a voice a seller: the rounds of one seller do not vote apart. */
export function referenceVerdict({ recommendation, plan }: ReferenceCounts): Verdict {
  const [n, difference] = [recommendation + plan, Math.abs(recommendation - plan)];
  const said = verdict(recommendation, plan);
  const differs = said === 'recommendation' || said === 'plan';
  return differs && difference <= NEGLIGIBLE * n ? 'alike' : said;
}

/** What is said of them: a heading and a sentence. */
export function referenceSummary(group: ReferenceGroup, { words, count }: Pick<Reader, 'words' | 'count'>) {
  const { like } = words.ledger;
  const counts = {
    sellers: count(group.sellers),
    recommendation: count(group.recommendation),
    plan: count(group.plan),
  };
  return { heading: like[group.of], text: like.verdict[referenceVerdict(group)](counts) };
}
