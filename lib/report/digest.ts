import * as z from 'zod/mini';
import { oneLine } from '../language/one-line.ts';
import {
  toldAlertSchema,
  toldDigestSchema,
  toldReportSchema,
  type ToldNumber,
} from '../rounds/told-report.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import type { AlertState } from './alerts-schema.ts';
import type { Alarm, At } from './alerts.ts';
import { alertsAnswer } from './alerts-words.ts';
import { calibrationSentence } from './calibration-words.ts';
import { fundingSentence } from './funding-words.ts';
import { warning } from './health-words.ts';
import type { Comparison } from './comparison/comparison.ts';
import { changesSentence } from './comparison/tally.ts';
import { directionOf } from './movement.ts';
import { namedFew } from './questions/question.ts';
import { unanswered } from './questions/open-questions.ts';
import { sinceSentences } from './since-words.ts';
import { digitsOf, many, number, sentence } from './wording.ts';

/** `digest.json`: what people and machines are told of a report. The permalink is not in it: it follows from it. */
export const digestSchema = z.strictObject({
  schema: z.literal('seller-trust/digest@1'),
  report: z.omit(toldReportSchema, { permalink: true }),
  alerts: z.array(z.omit(toldAlertSchema, { permalink: true })), // raised in this report
  digest: toldDigestSchema,
});
export type Digest = z.infer<typeof digestSchema>;

export interface DigestOrder {
  readonly estimates: Estimates; // as they are published
  readonly marketplace: string; // its name
  readonly at: At;
  readonly alarm: Alarm;
  /** With the report before; null: there is none. */
  readonly comparison: Comparison | null;
}

/** A report in eight lines, the last of which is the way to it, and the same as data. Where a check failed, that comes first. */
export function digestOf({ estimates, marketplace, at, alarm, comparison }: DigestOrder): Digest {
  const { since } = estimates;
  const distrust = warning(estimates);
  const finding = `${distrust === '' ? '' : 'Do not act on this report. '}${findingOf(estimates)}`;
  const [moved = '', most = moved] = sinceSentences(estimates);
  const answers = [
    ...(distrust === '' ? [] : [['Can you trust this report?', distrust] as const]),
    ['Did trust move since the last report?', moved],
    ['In which recommender most?', most],
    ['Is trust deserved?', calibrationSentence(estimates)],
    ['What to fund next, and what does it risk?', fundingSentence(estimates)],
    ['What changed since the last report?', changesAnswer(comparison)],
    ['Alerts', alertsAnswer(alarm)],
    ['What cannot be told?', openAnswer(estimates)],
  ] as const;
  return {
    schema: 'seller-trust/digest@1',
    report: {
      ...at,
      headline: finding,
      trust: toldNumber(estimates.trust.overall),
      since: since && {
        ...toldNumber({ ...since.overall, ...since.overall.anytime, reason: since.overall.reason }),
        period: since.report.period,
        permalink: since.report.permalink,
      },
    },
    alerts: alarm.raised.map((alert) => toldAlert(alert, at)),
    digest: {
      period: at.period,
      subject: subjectOf(marketplace, finding, alarm),
      lines: answers.map(([topic, text]) => ({ topic, text: plain(text) })),
    },
  };
}

const LONGEST_LINE = 1500; // characters
const LONGEST_SUBJECT = 150;

const plain = (text: string): string => oneLine(text, LONGEST_LINE);

/** `Trust fell by 0.04 since 2026-W46`. */
function findingOf({ since }: Pick<Estimates, 'since'>): string {
  const direction = since === null ? 'cannot tell' : directionOf(since.overall);
  if (since === null || direction === 'cannot tell')
    return 'Whether trust moved since the last report cannot be told';
  const after = `since ${since.report.period}`;
  if (direction === 'none') return `No sign that trust moved, all together, ${after}`;
  return `Trust ${direction} by ${number(Math.abs(since.overall.estimate ?? 0), digitsOf(since.overall.anytime))} ${after}`;
}

function subjectOf(marketplace: string, finding: string, { raised }: Alarm): string {
  const alerts = raised.length === 0 ? '' : `; ${many(raised.length, 'alert')} raised`;
  return oneLine(`${oneLine(marketplace, 40)}: ${finding}${alerts}`, LONGEST_SUBJECT);
}

const CHANGES_SHOWN = 3;

/** How much changed of each kind, and the first changes by their kind; data, which come every time, last. */
function changesAnswer(comparison: Comparison | null): string {
  const found = comparison?.changes ?? [];
  const ours = found.filter(({ kind }) => kind !== 'data');
  const shown = [...ours, ...found.filter(({ kind }) => kind === 'data')].slice(0, CHANGES_SHOWN);
  return [
    changesSentence(comparison),
    ...shown.map(({ kind, what }) => `${sentence(kind).replace('.', ':')} ${sentence(what)}`),
  ].join(' ');
}

const QUESTIONS_SHOWN = 4;

function openAnswer(estimates: Estimates): string {
  const open = unanswered(estimates);
  if (open.length === 0) return 'Nothing the report set out to tell.';
  return sentence(namedFew(open, QUESTIONS_SHOWN, ', with their reasons in the report'));
}

function toldNumber({ estimate, lower, upper, n, reason }: Omit<Quantity, 'se'>): ToldNumber {
  return { estimate, lower, upper, n, reason };
}

function toldAlert(alert: AlertState, { period }: At): Digest['alerts'][number] {
  const { name, measure, recommender, when, threshold, estimate, lower, upper, n } = alert;
  if (estimate === null || lower === null || upper === null)
    throw new RangeError('toldAlert requires an alert that can be told');
  return { name, measure, recommender, when, threshold, estimate, lower, upper, n, period };
}
