import { milliseconds, type Instant } from '../domain/instant.ts';
import type { Problems, Typed } from './answers.ts';
import type { FormState } from './form.ts';
import { nonceKeyFrom, openedAt, pageNonce } from './nonce.ts';
import { isFromThisSite } from './posted.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** A form that is opened, by name and version: a submission id of its own, so that every way of sending it twice is one submission. */
export function openedForm(
  form: string,
  visit: Visit,
  world: SurveyWorld,
  typed: Typed,
  revision: number,
): FormState {
  return {
    form,
    typed,
    problems: {},
    nonce: pageNonce(nonceKey(visit, world), subject(form, visit), world.now),
    submissionId: world.newId(),
    revision,
  };
}

/** The form as it was sent, shown again with what needs another look. It stays the page that was opened first. */
export function returnedForm(
  form: string,
  visit: Visit,
  world: SurveyWorld,
  found: { problems?: Problems; warning?: string; typed?: Typed },
): FormState {
  const { submissionId, revision, typed } = readForm(visit);
  const opened = openedForm(form, visit, world, typed, revision ?? 0);
  const nonce = formOpenedAt(form, visit, world) === undefined ? opened.nonce : (visit.posted['nonce'] ?? '');
  return { ...opened, nonce, submissionId: submissionId ?? opened.submissionId, problems: {}, ...found };
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

/** Whether a POST came from a form that we made for this link not long ago, on this site. */
export function isGenuine(request: Request, form: string, visit: Visit, world: SurveyWorld): boolean {
  const sameForm = visit.posted['form'] === form;
  return formOpenedAt(form, visit, world) !== undefined && sameForm && isFromThisSite(request);
}

const FASTEST = 2000; // milliseconds; nobody reads the page and answers in less

/** Why a robot may have sent a genuine form: it filled the trap, or was faster than anybody reads. Such an answer is kept
 *  and marked: a password manager fills traps too, and a seller must not lose her answer to it. */
export function suspicions(form: string, visit: Visit, world: SurveyWorld): readonly string[] {
  const opened = formOpenedAt(form, visit, world);
  const fast = opened !== undefined && milliseconds(world.now) - milliseconds(opened) < FASTEST;
  return [...((visit.posted['website'] ?? '') === '' ? [] : ['trap']), ...(fast ? ['fast'] : [])];
}

function formOpenedAt(form: string, visit: Visit, world: SurveyWorld): Instant | undefined {
  return openedAt(visit.posted['nonce'] ?? '', nonceKey(visit, world), subject(form, visit), world.now);
}

function nonceKey({ claim }: Visit, { keyRing }: SurveyWorld): Uint8Array {
  return nonceKeyFrom(keyRing.key(claim.keyId, 'link-tag', claim.tenant.id));
}

function subject(form: string, { claim }: Visit) {
  return { linkHash: claim.linkHash, page: form };
}
