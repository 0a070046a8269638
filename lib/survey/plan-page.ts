import { html } from '../html/html.ts';
import { titleBeforeReveal } from '../rounds/title-before-reveal.ts';
import { allowedBeforeReveal, rangeSentence } from './answers.ts';
import { amountField, form, type FormState, problemSummary } from './form.ts';
import type { Page } from './page.ts';
import { MICRO } from './questionnaire.ts';
import { notice, type Sheet, sheetPage, subject } from './sheet.ts';

/** Step 1, her own plan. Holds nothing of the recommendation: no value, no reason, nothing computed from them, and no
 *  title that tells the value. */
export function planPage(sheet: Sheet, state: FormState): Page {
  const { reader, recommendation } = sheet;
  const { words, isolate, count } = reader;
  const item = words.items[MICRO.plan];
  const allowed = allowedBeforeReveal(recommendation);
  const field = {
    name: 'plan',
    label: item.label(isolate(recommendation.unit)),
    hint: rangeSentence(allowed, reader),
  };
  const body = html`
    <div>
      <p class="about">
        ${words.shell.stepOf(count(1).text, count(2).text)} ·
        ${subject({ title: titleBeforeReveal(recommendation) }, reader)}
      </p>
      <h1>${item.title}</h1>
    </div>
    <p>${item.lead}</p>
    ${problemSummary(state, words)}
    ${form(
      state,
      reader,
      html`<div class="card">${amountField(field, state)}</div>
        <button>${words.plan.send}</button>`,
    )}
    <p class="soft">${words.plan.why}</p>
  `;
  return sheetPage(sheet, {
    title: item.title,
    body,
    footer: notice(sheet, sheet.invitation.closesAt),
    kept: 'form',
    needs: 'fields',
  });
}
