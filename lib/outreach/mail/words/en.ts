import type { MailWords } from './mail-words.ts';

/** English. */
export const en: MailWords = {
  language: 'en',
  direction: 'ltr',
  subject: {
    recommendation: (marketplace) => `${marketplace}: your view on a recommendation, in 30 seconds`,
    quarterly: (marketplace) => `${marketplace}: how do you see our recommendations?`,
    reminder: (subject) => `Reminder: ${subject}`,
  },
  hello: (name) => `Hello ${name},`,
  helloNobody: 'Hello,',
  reminded: 'We wrote to you some days ago. If you have no time for it, you need not do anything.',
  elicit: {
    lead: 'We have a recommendation for you. Before we show it, we would like to know what you would do on your own. It takes about 30 seconds.',
    open: 'Give my own plan',
  },
  show: {
    lead: 'We have a recommendation for you and would like to know what you make of it. It takes about 30 seconds.',
    clicks:
      'A click opens the page with that answer chosen. Nothing is recorded until you send it there, and you can choose differently.',
    open: 'Open the page',
  },
  quarterly: {
    lead: 'Once a quarter at most we ask how you see our recommendations as a whole. It takes about two minutes, and you may leave any question out.',
    open: 'Open the questions',
  },
  about: (title) => `It is about: ${title}`,
  until: (when) => `You can answer until ${when}.`,
  yours: 'The link is made for your shop alone. Please do not pass it on.',
  why: {
    heading: 'Why do we ask?',
    text: 'To learn how far our recommendations can be relied on, and what would make them better.',
  },
};
