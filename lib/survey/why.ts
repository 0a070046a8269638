import { milliseconds } from '../domain/instant.ts';
import { type Fragment, type Html, html } from '../html/html.ts';
import type { Why } from '../rounds/round.ts';
import { showsReasons } from '../rounds/withheld.ts';
import { fitted } from './shortened.ts';
import type { Sheet } from './sheet.ts';

const MOST_REASONS = 6;
const ROOM = 3000; // bytes for all that upstream says here

/** Why it is recommended: the reasons, what she risks if the value is wrong to either side, and what is promised until when.
 *  Where an experiment keeps reasons from her, the page is that of a recommendation without any.
 *  @param none stands for the reasons where there are none */
export function whyRecommended(sheet: Sheet, none: Fragment): Fragment {
  const { reasons, risk, promise } = textsOf(sheet);
  return [
    reasons.length === 0
      ? none
      : html`<ul>
          ${reasons.map((text) => html`<li><bdi>${text}</bdi></li>`)}
        </ul>`,
    risk && risks(risk, sheet),
    promise && promised(promise, sheet),
  ];
}

/** The plausible values: beside the one that is recommended, which alone would look surer than it is. */
export function plausibleRange({ invitation, recommendation, reader }: Sheet): string | undefined {
  const { range } = recommendation.why ?? {};
  if (range === undefined || !showsReasons(invitation)) return undefined;
  const { bare, amount, words } = reader;
  return words.advice.why.range(
    bare(range.low, recommendation.unit),
    amount(range.high, recommendation.unit),
  );
}

interface Texts {
  readonly reasons: readonly string[];
  readonly risk?: NonNullable<Why['risk']>;
  readonly promise?: NonNullable<Why['promise']>;
}

/** What may be shown, cut to the room there is. */
function textsOf({ invitation, recommendation }: Sheet): Texts {
  if (!showsReasons(invitation)) return { reasons: [] };
  const { tooHigh, tooLow } = recommendation.why?.risk ?? {};
  const { promise } = recommendation.why ?? {};
  const said = [tooHigh ?? '', tooLow ?? '', promise?.text ?? ''];
  const [high = '', low = '', text = '', ...reasons] = fitted(
    [...said, ...recommendation.reasons.slice(0, MOST_REASONS)],
    ROOM,
  );
  const risk = { ...(high !== '' && { tooHigh: high }), ...(low !== '' && { tooLow: low }) };
  return {
    reasons,
    ...(high + low !== '' && { risk }),
    ...(promise && { promise: { ...promise, text } }),
  };
}

/** Both sides together: one alone would push her to the other. */
function risks({ tooHigh, tooLow }: NonNullable<Why['risk']>, { reader }: Sheet): Html {
  const { why } = reader.words.advice;
  const side = (label: string, text = why.unsaid) =>
    html`<dt>${label}</dt>
      <dd><bdi>${text}</bdi></dd>`;
  return html`<h2>${why.risk}</h2>
    <dl class="risk">${side(why.tooHigh, tooHigh)} ${side(why.tooLow, tooLow)}</dl>`;
}

function promised({ text, until }: NonNullable<Why['promise']>, { reader, now }: Sheet): Html {
  const { why } = reader.words.advice;
  const over = milliseconds(until) <= milliseconds(now);
  return html`<h2>${why.promise}</h2>
    <p><bdi>${text}</bdi> ${(over ? why.over : why.until)(reader.when(until))}</p>`;
}
