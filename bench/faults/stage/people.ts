import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readEml } from '../../../lib/local/eml.ts';
import { fieldsOf } from '../../../test/survey/marketplace.ts';
import type { Chance } from '../chance.ts';
import { count, type Witness } from '../witness.ts';
import type { FaultyStage } from './faulty-stage.ts';

/** A mail that went out to a seller, as her mail program shows it. */
export interface Letter {
  readonly to: string;
  readonly path: string; // of its link, from the site's root
}

export function letters({ directory }: FaultyStage): readonly Letter[] {
  const folder = join(directory, 'mail');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : [];
  return names.flatMap((name) => {
    const { to, text } = readEml(readFileSync(join(folder, name), 'utf8'));
    const path = /\/s\/[\w-]{48}/.exec(text)?.[0];
    return path === undefined ? [] : [{ to, path }];
  });
}

/** What a seller sent and was told is taken. */
export interface Answered {
  readonly sellerId: string;
  readonly submission: string;
  readonly form: string;
}

const TRIES = 40;

/** A seller answers a mail, each form twice at once, and again until she is told that it is taken. */
export async function answer(
  stage: FaultyStage,
  seen: Witness,
  letter: Letter,
  by: Chance,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (let page = 0; page < 2; page += 1) {
    const fields = fieldsOf(await (await ask(stage, seen, letter.path)).text());
    const { form, submission } = fields;
    if (form === undefined || submission === undefined) break;
    const filled = form.startsWith('plan')
      ? { plan: String(1 + by.below(400)) }
      : { decision: 'accept', trust: '5', reason: 'reasons' };
    const body = new URLSearchParams({ ...fields, ...filled }).toString();
    const [first] = await Promise.all([
      ask(stage, seen, letter.path, body),
      ask(stage, seen, letter.path, body),
    ]);
    const sellerId = letter.to.split('@')[0] ?? '';
    if (first.status === 303) answered.push({ sellerId, submission, form });
  }
  return answered;
}

async function ask({ stage }: FaultyStage, seen: Witness, path: string, body?: string): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    count(seen.handled, 'requests of sellers');
    const request = {
      redirect: 'manual',
      ...(body !== undefined && { method: 'POST', headers, body }),
    } as const;
    const response = await fetch(stage.site + path, request).catch(() => undefined);
    if (response !== undefined && response.status < 500) return response;
    count(seen.faults, `a page answered ${response?.status ?? 'nothing'}`);
    await wait(100);
  }
  throw new Error('a page was out of order for too long');
}
