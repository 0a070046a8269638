import type { Problems, Typed } from './answers.ts';
import type { FormState } from './form.ts';
import { isPageNonce, nonceKeyFrom, pageNonce } from './nonce.ts';
import { isFromThisSite } from './posted.ts';
import { FORMS, type Step } from './step.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** A form that is opened: a submission id of its own, so that every way of sending it twice is one submission. */
export function openedForm(
  step: Step,
  visit: Visit,
  world: SurveyWorld,
  typed: Typed,
  revision: number,
): FormState {
  return {
    form: FORMS[step],
    typed,
    problems: {},
    nonce: pageNonce(nonceKey(visit, world), subject(step, visit), world.now),
    submissionId: world.newId(),
    revision,
  };
}

/** The form as it was sent, shown again with what needs another look. */
export function returnedForm(
  step: Step,
  visit: Visit,
  world: SurveyWorld,
  found: { problems?: Problems; warning?: string },
): FormState {
  const { submissionId, revision, typed } = readForm(visit);
  const opened = openedForm(step, visit, world, typed, revision ?? 0);
  return { ...opened, submissionId: submissionId ?? opened.submissionId, problems: {}, ...found };
}

/** What a form sent, each field cut to what a person would type: what comes back must not fill a page. */
export function readForm({ posted }: Visit) {
  const { submission = '', revision = '' } = posted;
  const answers = FIELDS.flatMap((name) => {
    const value = posted[name];
    return value === undefined ? [] : [[name, value.slice(0, 40)] as const];
  });
  return {
    typed: Object.fromEntries(answers),
    submissionId: /^[A-Za-z0-9_-]{22}$/.test(submission) ? submission : undefined,
    revision: /^\d{1,3}$/.test(revision) ? Number(revision) : undefined,
  };
}

const FIELDS = ['plan', 'decision', 'keep-amount', 'adjust-amount', 'trust', 'reason'] as const;

/** Whether a POST came from a form that we made for this link not long ago, on this site, and no robot filled its trap. */
export function isGenuine(request: Request, step: Step, visit: Visit, world: SurveyWorld): boolean {
  const { form, nonce = '', website = '' } = visit.posted;
  const signed = isPageNonce(nonce, nonceKey(visit, world), subject(step, visit), world.now);
  return signed && form === FORMS[step] && website === '' && isFromThisSite(request);
}

function nonceKey({ claim }: Visit, { keyRing }: SurveyWorld): Uint8Array {
  return nonceKeyFrom(keyRing.key(claim.keyId, 'link-tag', claim.tenant.id));
}

function subject(step: Step, { claim }: Visit) {
  return { linkHash: claim.linkHash, page: FORMS[step] };
}
