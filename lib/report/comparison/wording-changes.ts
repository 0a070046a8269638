import { grouped } from '../grouping.ts';
import type { ComparedEstimates, Side } from './compared-schema.ts';
import { listed } from './listed.ts';

/** Which questions are asked in other words: answers to two versions of a question are two measures. */
export function wordingChanges(before: Side, after: Side): string[] {
  const [then, now] = [wordingOf(before), wordingOf(after)];
  const questions = [...new Set([...then.keys(), ...now.keys()])].toSorted();
  return questions.flatMap((question) =>
    ofQuestion(question, then.get(question) ?? [], now.get(question) ?? []),
  );
}

function ofQuestion(question: string, old: readonly string[], next: readonly string[]): string[] {
  const added = next.filter((item) => !old.includes(item));
  const gone = old.filter((item) => !next.includes(item));
  if (old.length === 0) return [`First answers to the question ${question} (${listed(added)}).`];
  if (next.length === 0) return [`No answers any more to the question ${question} (${listed(gone)}).`];
  const found: string[] = [];
  if (added.length > 0)
    found.push(
      `The question ${question} has answers in other words, ${listed(added)} beside ${listed(old)}: their means are not joined.`,
    );
  if (gone.length > 0) found.push(`No answers any more in the words of ${listed(gone)}.`);
  return found;
}

/** Versions by question, as the methods tell or, of older reports, the answers. */
function wordingOf({ methods, estimates }: Side): ReadonlyMap<string, readonly string[]> {
  return methods ? new Map(Object.entries(methods.wording)) : answered(estimates);
}

function answered({ statedEvolution = [], quarterly = [] }: ComparedEstimates): Map<string, string[]> {
  const items = [...statedEvolution, ...quarterly].flatMap(({ item }) => item ?? []);
  return grouped([...new Set(items)], (item) => item.replace(/@[^@]*$/, ''));
}
