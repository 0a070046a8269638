import type { Block } from '../outreach/mail/letter.ts';
import { letterHtml } from '../outreach/mail/letter-html.ts';
import { letterText } from '../outreach/mail/letter-text.ts';
import type { Mail } from '../post/delivery.ts';
import type { ToldDigest } from '../rounds/told-report.ts';

export interface DigestWay {
  readonly to: string;
  readonly permalink: string;
  readonly url: string | undefined; // where the report opens for whoever may sign in
}

/** The digest as a mail: text, and the same as markup. No image, nothing fetched, nothing that tells who read it. */
export function digestMail({ subject, lines, period }: ToldDigest, way: DigestWay): Mail {
  const blocks: Block[] = [
    { kind: 'value', text: subject },
    ...lines.flatMap(({ topic, text }): Block[] => [
      { kind: 'heading', text: topic },
      { kind: 'paragraph', text },
    ]),
    ...wayTo(way, period),
    {
      kind: 'soft',
      text: 'Brackets hold 95 % intervals; those of changes, alerts and of what is deserved hold at all reports together. n counts sellers, once for each recommender they hear from.',
    },
    {
      kind: 'soft',
      text: 'You get this mail because the settings of the marketplace name your address under report.audience; whoever keeps them can take it out.',
    },
  ];
  const letter = { language: 'en', direction: 'ltr', title: subject, blocks } as const;
  return { to: way.to, subject, text: letterText(letter), html: letterHtml(letter) };
}

function wayTo({ url, permalink }: DigestWay, period: string): Block[] {
  const command: Block = { kind: 'paragraph', text: `trust report open ${period}` };
  const kept: Block = { kind: 'soft', text: `This report will always be found as ${permalink}` };
  if (url === undefined)
    return [{ kind: 'heading', text: 'Open the report on your computer with' }, command, kept];
  return [{ kind: 'button', text: 'Open the report', href: url }, kept];
}
