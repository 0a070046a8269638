import type { LedgerWords } from './ledger-words.ts';

/** English. */
export const enLedger: LedgerWords = {
  kinds: 'Kinds of recommendations',
  like: {
    group: 'For sellers like you',
    all: 'For all sellers here',
    verdict: {
      recommendation: ({ sellers, recommendation, plan }) =>
        `So far our recommendations of this kind were better: of ${sellers.text} sellers, they were more often closer to what turned out right for ${recommendation.text}, the sellers’ own plans for ${plan.text}.`,
      plan: ({ sellers, recommendation, plan }) =>
        `So far the sellers’ own plans were better: of ${sellers.text} sellers, they were more often closer to what turned out right for ${plan.text}, our recommendations of this kind for ${recommendation.text}.`,
      alike: ({ sellers, recommendation, plan }) =>
        `So far neither was better: of ${sellers.text} sellers, our recommendations of this kind were more often closer to what turned out right for ${recommendation.text}, the sellers’ own plans for ${plan.text}.`,
      early: ({ sellers, recommendation, plan }) =>
        `It is too early to tell which is better: of ${sellers.text} sellers, our recommendations of this kind were more often closer to what turned out right for ${recommendation.text}, the sellers’ own plans for ${plan.text}.`,
    },
  },
  message: {
    row: 'Reply',
    write: 'Reply or object',
    title: 'Reply or object',
    who: (marketplace) =>
      `People at ${marketplace} read what you write here. They see which shop wrote it, and can answer you on the page about earlier recommendations. Your answers to our questions stay confidential.`,
    label: 'Your message',
    atMost: (characters) => `At most ${characters} characters.`,
    send: 'Send my message',
    sent: 'Your message is sent. The answer will appear here.',
    missing: 'Write something first.',
    full: (most) =>
      `Your message was not sent: ${most} messages of yours have no answer yet. You can write again as soon as one of them is answered.`,
    heading: 'Your messages',
    wrote: (day) => `You, ${day}`,
    answered: (marketplace, day) => `${marketplace}, ${day}`,
    waiting: 'No answer yet.',
    back: 'Back to the overview',
  },
  notes: 'You said, we did',
};
