import { type Instant, milliseconds } from '../domain/instant.ts';
import type { FormState } from './form.ts';
import { awaitsPlan } from './history.ts';
import type { Page } from './page.ts';
import { planPage } from './plan-page.ts';
import { replyPage } from './reply-page.ts';
import type { Sheet } from './sheet.ts';

/** Each step's form by name and version. A change of wording, labels, order or scale is a new version. */
export const FORMS = { plan: 'plan@1', reply: 'reply@1' } as const;
/** plan: her own plan, before she sees the recommendation; reply: what she does about it. */
export type Step = keyof typeof FORMS;

export function stepOf({ round, now }: Sheet): Step {
  return awaitsPlan(round, now) ? 'plan' : 'reply';
}

export function formPage(step: Step, sheet: Sheet, state: FormState): Page {
  const page = step === 'plan' ? planPage(sheet, state) : replyPage(sheet, state);
  const again = state.warning !== undefined || Object.keys(state.problems).length > 0;
  // The title is what a screen reader says first when the form comes back.
  return again ? { ...page, title: sheet.reader.words.shell.errorPrefix + page.title } : page;
}

/** The time for answering is over: decided by the clock here, whatever rows still exist. */
export function isClosed({ invitation, now }: Sheet): boolean {
  return isOver(invitation.closesAt, now);
}

export function isOver(closesAt: Instant, now: Instant): boolean {
  return milliseconds(now) >= milliseconds(closesAt);
}
