import { historyPage } from './history-page.ts';
import { history } from './history.ts';
import { pageResponse } from './page.ts';
import { frameOf, readLinked } from './read-sheet.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** `/s/{token}/history`: the seller's ledger. It stays readable after the round has closed. */
export async function answerHistory(
  request: Request,
  visit: Visit,
  world: SurveyWorld,
): Promise<Response | undefined> {
  const found = await readLinked(visit, world);
  if (found?.works !== true) return undefined;
  const entries = history(found.history.rounds, world.now);
  return pageResponse(historyPage(frameOf(visit, found.history), entries), request.method);
}
