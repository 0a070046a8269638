import type { Parcel } from '../../lib/post/delivery.ts';
import { outOfOrder, survey } from '../../lib/survey/app.ts';
import { fieldsOf, ORIGIN } from '../../test/survey/marketplace.ts';
import { acting } from './actor.ts';
import { misread } from './bugs.ts';
import type { Action } from './history.ts';
import { count } from './witness.ts';
import type { World } from './world.ts';

type Visit = Extract<Action, { kind: 'seller' }>;
type Form = Readonly<Record<string, string>>;

const RECENT = 40; // mails that sellers look at
const TRIES = 3;

/** A seller opens a link of a mail and does what sellers do: answers, clicks twice, opens two tabs, changes her mind, leaves
 *  a page open for days, asks not to be asked. What is not answered she sends again as it was. */
export async function visit(world: World, { mail: nth, doing }: Visit): Promise<readonly Action[]> {
  const { mails } = world.seen;
  const mail = mails[mails.length - 1 - (nth % Math.min(mails.length, RECENT))];
  if (mail === undefined) return [];
  const path = new URL(mail.url).pathname;
  if (doing === 'stops') return stop(world, mail, path);
  if (doing === 'late') return late(world, mail, path);
  for (let page = 0; page < 3; page += 1) {
    const form = await open(world, doing === 'changes' ? `${path}?edit` : path, nth + page);
    if (form === undefined || doing === 'looks') return [];
    const other = doing === 'two tabs' ? await open(world, path, nth + page + 100) : form;
    const forms = doing === 'answers' || doing === 'changes' ? [form] : [form, other ?? form];
    await Promise.all(forms.map((each) => send(world, mail, path, each)));
    if (doing === 'changes' && page > 0) return [];
  }
  return [];
}

async function stop(world: World, mail: Parcel, path: string): Promise<readonly Action[]> {
  const { status } = await ask(world, `${path}/stop`, {});
  if (status === 200) world.seen.stopped.add(mail.sellerId);
  return [];
}

/** Sends what was left open before, and leaves another page open. */
async function late(world: World, mail: Parcel, path: string): Promise<readonly Action[]> {
  const [before] = world.leftOpen.splice(0, 1);
  if (before !== undefined) await send(world, before.mail, before.path, before.form);
  const form = await open(world, path, 7);
  if (form !== undefined) world.leftOpen.push({ mail, path, form });
  return [];
}

/** The form behind a link, filled in; undefined where there is none. */
async function open(world: World, path: string, lot: number): Promise<Form | undefined> {
  const fields = fieldsOf((await ask(world, path)).body);
  if (fields['form'] === undefined) return undefined;
  if (fields['form'].startsWith('plan')) return { ...fields, plan: String(lot % 400) };
  return lot % 2 === 0
    ? { ...fields, decision: 'accept', trust: '5', reason: 'reasons' }
    : { ...fields, decision: 'adjust', 'adjust-amount': String(lot % 500), trust: '2' };
}

async function send(world: World, mail: Parcel, path: string, form: Form): Promise<void> {
  const { seen, clock, tenant, plain } = world;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const begun = clock.now();
    const { status, location } = await ask(world, path, form);
    const told = location === null ? null : new URL(location, ORIGIN).searchParams.get('told');
    const sent = { mail, form, begun, at: clock.now(), status, told };
    seen.sent.push(sent);
    if (status === 303) {
      const { sellerId, recommendationId = '' } = mail;
      const round = await world.checking(() => plain.facts.readRound(tenant.id, sellerId, recommendationId));
      seen.receipts.push({ sent, round });
    }
    if (status !== 503) return;
    const actor = acting.getStore();
    if (actor !== undefined) await world.turns.sleep(actor, 60_000);
  }
}

/** One request, as the function answers it. */
async function ask(world: World, path: string, form?: Form) {
  const { facts, ledger, keyRing, tenants, clock, newId, seen } = world;
  count(seen.handled, 'requests of sellers');
  const body = form === undefined ? null : new URLSearchParams(form).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = new Request(ORIGIN + path, body === null ? {} : { method: 'POST', headers, body });
  const parts = { facts, ledger, keyRing, tenants, now: misread(world.bug, clock.shown()), newId };
  const response = await survey(request, parts).catch(() => outOfOrder(request));
  const { status } = response;
  return { status, location: response.headers.get('location'), body: await response.text() };
}
