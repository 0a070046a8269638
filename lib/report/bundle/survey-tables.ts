import type { Estimates } from '../../trust/estimates.ts';
import type { ResponseCounts } from '../../trust/response-schema.ts';
import { text, whole } from './column.ts';
import { table, type Measure } from './table.ts';

const QUESTIONS = { unit: 'questions', range: '0 or more', definition: 'response' } as const;

/** In the order in which a question comes that far. */
const STEPS = {
  sellers: { ...QUESTIONS, unit: 'sellers', meaning: 'Sellers asked at least once.' },
  asked: { ...QUESTIONS, meaning: 'Questions asked.' },
  sent: { ...QUESTIONS, meaning: 'Of these, sent; 0 where the marketplace sends itself.' },
  delivered: { ...QUESTIONS, meaning: 'Of these, delivered; null: nobody tells.' },
  started: { ...QUESTIONS, meaning: 'Begun.' },
  answered: { ...QUESTIONS, meaning: 'Answered.' },
  suspect: { ...QUESTIONS, meaning: 'Of those begun: a robot may have answered.' },
  bounced: { ...QUESTIONS, meaning: 'Came back.' },
  opted_out: { ...QUESTIONS, meaning: 'Ended with the seller asking for no more.' },
} as const satisfies Record<string, Measure>;

const COUNTED: Readonly<Record<keyof typeof STEPS, Exclude<keyof ResponseCounts, 'reason'>>> = {
  sellers: 'sellers',
  asked: 'asked',
  sent: 'sent',
  delivered: 'delivered',
  started: 'started',
  answered: 'answered',
  suspect: 'suspect',
  bounced: 'bounced',
  opted_out: 'optedOut',
};

interface Step {
  readonly measure: string;
  readonly count: number | null;
  readonly reason: string | null;
}

export const responseTable = table<Step>({
  name: 'response',
  what: 'how far questions to sellers came',
  rows: ({ response }) =>
    Object.entries(COUNTED).map(([measure, name]) => ({
      measure,
      count: response[name],
      reason: response.reason,
    })),
  measures: STEPS,
  columns: [
    text('measure', 'How far a question came; see measures.', ({ measure }) => measure, {
      definition: 'response',
    }),
    whole('count', 'How many came that far until the cut.', ({ count }) => count, { definition: 'response' }),
    text('reason', 'Why it cannot be told.', ({ reason }) => reason),
  ],
});

export const healthTable = table<Estimates['health'][number]>({
  name: 'health',
  what: 'whether what the numbers rest on is in order',
  rows: ({ health }) => health,
  columns: [
    text('check', 'What was checked.', ({ check }) => check, { definition: 'health' }),
    text('status', 'Its outcome.', ({ status }) => status, {
      range: 'ok, warn, fail, unknown',
      definition: 'health',
    }),
    text('detail', 'What was found, in words.', ({ detail }) => detail),
  ],
});
