import { FATES, type Fate } from '../../lib/outreach/whom-to-ask.ts';

const WORDS: Readonly<Record<Fate, string>> = {
  invited: 'asked',
  alreadyInvited: 'asked before in this wave',
  nothingToAsk: 'nothing to ask about',
  restingDays: 'asked too recently',
  restingQuarter: 'asked often enough in 91 days',
  optedOut: 'do not want to be asked',
  complained: 'called a mail unwanted',
  bounced: 'mails come back',
  noAddress: 'no e-mail address',
  erased: 'erased',
};

/** One line a reason that holds for anybody, the count first. */
export function fateLines(
  counts: Readonly<Record<string, number>>,
  words: Partial<typeof WORDS> = {},
): string[] {
  return FATES.filter((fate) => (counts[fate] ?? 0) > 0).map(
    (fate) => `  ${String(counts[fate]).padStart(9)}  ${words[fate] ?? WORDS[fate]}`,
  );
}

/** The counts of all ranges of a wave. */
export function sumOf(
  ranges: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of Object.values(ranges))
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
