import { openedForm } from './form-state.ts';
import { historyPage } from './history-page.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { messagePage } from './message-page.ts';
import { notesFor } from './notes.ts';
import { pageResponse } from './page.ts';
import { frameOf, readLinked } from './read-sheet.ts';
import { MESSAGE_FORM, recordMessage } from './record-message.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** `/s/{token}/history`: the seller's ledger, and `?about=...` the form to reply or object to a recommendation. It stays open
 *  after the round has closed. */
export async function answerHistory(
  request: Request,
  visit: Visit,
  world: SurveyWorld,
): Promise<Response | undefined> {
  const found = await readLinked(visit, world);
  if (found?.works !== true) return undefined;
  const query = new URL(request.url).searchParams;
  const ledger = ledgerOf(frameOf(visit, found.history), found, query.get('of'), world.now);
  if (request.method === 'POST') return recordMessage(request, visit, ledger, world);
  const about = ledger.subjects.get(query.get('about') ?? '');
  if (about === undefined) return shownLedger(request, ledger, world);
  const state = openedForm(MESSAGE_FORM, visit, world, {}, 0);
  return pageResponse(messagePage(ledger, about, state), request.method);
}

async function shownLedger({ url, method }: Request, ledger: Ledger, { facts }: SurveyWorld) {
  const { tenant, kind } = ledger;
  const [reference, processes] = await Promise.all([
    kind === undefined ? undefined : facts.readReference(tenant.id, kind),
    facts.readProcesses(tenant.id),
  ]);
  const sent = new URL(url).searchParams.get('told') === 'sent';
  const page = historyPage(ledger, { reference, notes: notesFor(ledger, processes), sent });
  return pageResponse(page, method);
}
