import { milliseconds } from '../domain/instant.ts';
import { type Fragment, type Html, html } from '../html/html.ts';
import { AMOUNT_FIELDS, CANNOT_SAY, ownPlan, rangeSentence } from './answers.ts';
import { amountField, choice, form, type FormState, problemSummary, question } from './form.ts';
import type { Page } from './page.ts';
import { MICRO, REASONS } from './questionnaire.ts';
import { notice, type Sheet, sheetPage, subject } from './sheet.ts';
import { plausibleRange, whyRecommended } from './why.ts';

/** Step 2: the recommendation with its reasons, what she will do, how far she trusts it, what mattered most. */
export function replyPage(sheet: Sheet, state: FormState): Page {
  const { words, count } = sheet.reader;
  const elicited = sheet.round.priorPlan !== undefined;
  const body = html`
    <div>
      <p class="about">
        ${elicited && `${words.shell.stepOf(count(2).text, count(2).text)} · `}${subject(sheet.recommendation, sheet.reader)}
      </p>
      <h1>${words.advice.heading}</h1>
    </div>
    ${state.news !== undefined && html`<div class="told" role="status"><p>${state.news}</p></div>`}
    ${problemSummary(state, words)} ${advice(sheet)}
    ${form(
      state,
      sheet.reader,
      html`${decision(sheet, state)} ${trust(sheet, state)} ${reason(sheet, state)}
        <button>${state.revision === 0 ? words.reply.send : words.reply.change}</button>`,
    )}
  `;
  return sheetPage(sheet, {
    title: words.advice.heading,
    body,
    footer: notice(sheet, sheet.invitation.closesAt),
    kept: 'form',
    needs: 'fields',
  });
}

function advice(sheet: Sheet): Html {
  const { reader, recommendation, round, now } = sheet;
  const { words, amount, when } = reader;
  const { value, unit, expiresAt } = recommendation;
  const plan = ownPlan(round);
  const plausible = plausibleRange(sheet);
  const expired = milliseconds(expiresAt) <= milliseconds(now);
  return html`<section class="card advice">
    <p class="value"><bdi>${amount(value, unit)}</bdi></p>
    ${plausible !== undefined && html`<p>${plausible}</p>`}
    ${
      plan !== undefined &&
      html`<p>${words.advice.ownPlan(amount(plan, unit))} ${difference(value, plan, unit, reader)}</p>`
    }
    <h2>${words.advice.reasons}</h2>
    ${whyRecommended(sheet, html`<p>${words.advice.noReasons}</p>`)}
    <p class="soft">${(expired ? words.advice.expired : words.advice.expires)(when(expiresAt))}</p>
  </section>`;
}

function difference(value: number, plan: number, unit: string, { words, amount }: Sheet['reader']): string {
  // Rounded as printed: .3 - .1 must not show as .19999999999999998.
  const gap = Number((value - plan).toPrecision(12));
  if (gap === 0) return words.advice.same;
  return gap > 0 ? words.advice.more(amount(gap, unit)) : words.advice.less(amount(-gap, unit));
}

function decision({ reader, recommendation, round }: Sheet, state: FormState): Html {
  const { amount, words, isolate } = reader;
  const { value, unit } = recommendation;
  const said = words.items[MICRO.decision];
  const plan = ownPlan(round);
  const radio = (id: string, label: string, first = false) =>
    choice({ name: 'decision', value: id, label }, state, first);
  const hint = rangeSentence(recommendation, reader);
  const more = (name: string, label: string): Fragment =>
    html`<div class="more">${amountField({ name, label, hint }, state)}</div>`;
  return question(
    { name: 'decision', legend: said.legend },
    state,
    html`${radio('accept', said.accept(amount(value, unit)), true)}
    ${radio('keep', plan === undefined ? said.keepUnknown : said.keep(amount(plan, unit)))}
    ${plan === undefined && more(AMOUNT_FIELDS.keep, said.keepAmount(isolate(unit)))}
    ${radio('adjust', said.adjust)} ${more(AMOUNT_FIELDS.adjust, said.adjustAmount(isolate(unit)))}`,
  );
}

function trust({ reader: { words } }: Sheet, state: FormState): Html {
  const { legend, points, cannotSay } = words.items[MICRO.trust];
  return question(
    { name: 'trust', legend },
    state,
    html`${points.map((label, i) => choice({ name: 'trust', value: String(i + 1), label }, state, i === 0))}
    ${choice({ name: 'trust', value: CANNOT_SAY, label: cannotSay, apart: true }, state, false)}`,
  );
}

function reason({ reader: { words } }: Sheet, state: FormState): Html {
  const { legend, choices } = words.items[MICRO.reason];
  return question(
    { name: 'reason', legend, hint: words.shell.optional },
    state,
    REASONS.map((id, i) => choice({ name: 'reason', value: id, label: choices[id] }, state, i === 0)),
  );
}
