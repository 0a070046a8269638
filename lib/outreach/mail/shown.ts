import { oneLine } from '../../language/one-line.ts';
import type { Writing } from '../../language/writing.ts';
import type { Recommendation } from '../../rounds/round.ts';
import type { Block } from './letter.ts';
import type { PageWords } from './page-words.ts';
import type { MailWords } from './words/mail-words.ts';

const MOST_REASONS = 6;

interface Shown {
  readonly recommendation: Recommendation;
  readonly withoutReasons: boolean;
  readonly link: string;
  readonly words: MailWords;
  readonly page: PageWords;
  readonly written: Writing;
}

/** The recommendation, why, and answers to click. A click only chooses on the page: mail scanners click everything. */
export function shown({
  recommendation,
  withoutReasons,
  link,
  words,
  page,
  written,
}: Shown): readonly Block[] {
  const { value, unit } = recommendation;
  const { decision, trust } = page;
  const reasons = withoutReasons ? [] : recommendation.reasons.slice(0, MOST_REASONS);
  const amount = written.amount(value, oneLine(unit, 32));
  const answer = (id: string, text: string) => ({ text, href: `${link}?a=${id}` });
  return [
    { kind: 'heading', text: page.recommendation },
    { kind: 'value', text: amount },
    ...why(reasons, page, written),
    {
      kind: 'choices',
      legend: decision.legend,
      choices: [
        answer('accept', decision.accept(amount)),
        answer('keep', decision.keepUnknown),
        answer('adjust', decision.adjust),
      ],
    },
    {
      kind: 'scale',
      legend: trust.legend,
      choices: trust.points.map((text, i) => ({ text, href: `${link}?t=${i + 1}` })),
    },
    { kind: 'soft', text: words.show.clicks },
  ];
}

function why(reasons: readonly string[], page: PageWords, { isolate }: Writing): readonly Block[] {
  if (reasons.length === 0) return [];
  const items = reasons.map((reason) => isolate(oneLine(reason, 300)));
  return [
    { kind: 'heading', text: page.reasons },
    { kind: 'list', items },
  ];
}
