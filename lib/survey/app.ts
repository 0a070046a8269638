import { readToken } from '../link/token.ts';
import { answerHistory } from './answer-history.ts';
import { answerQuestion } from './answer-question.ts';
import { answerStop } from './answer-stop.ts';
import { languageWish } from './language.ts';
import { pageResponse } from './page.ts';
import { plainBody } from './receipt-page.ts';
import { readerFor } from './reader.ts';
import { METHODS, type Route, routeOf } from './route.ts';
import { readPosted } from './posted.ts';
import type { PlainWords, ProblemWords } from './words/words.ts';
import type { SurveyWorld } from './world.ts';

/** The pages sellers meet, as one function from request to answer. This is a good place to start.
 *  A link is checked by its tag alone before anything is read from a table. GET and HEAD never write. */
export async function survey(request: Request, world: SurveyWorld): Promise<Response> {
  const plain = plainPages(request);
  const route = routeOf(new URL(request.url).pathname);
  if (!route) return plain('notFound', 404);
  if (!METHODS[route.page].includes(request.method)) {
    return plain('method', 405, { allow: METHODS[route.page].join(', ') });
  }
  const claim = readToken(world.keyRing, world.tenants, route.token);
  if (!claim) return plain('badLink', 404);
  const posted = request.method === 'POST' ? await readPosted(request) : {};
  if (posted === 'too large') return plain('tooLarge', 413);
  const answer = await ANSWERS[route.page](
    request,
    { token: route.token, claim, posted, wish: languageWish(request, posted) },
    world,
  );
  // One page for every link that does not work: whoever guesses learns nothing from it.
  return answer ?? plain('badLink', 404);
}

/** The page for a failure of ours, instead of the gateway's bare message. */
export function outOfOrder(request: Request): Response {
  return plainPages(request)('trouble', 503, { 'retry-after': '60' });
}

const ANSWERS: Readonly<Record<Route['page'], typeof answerQuestion>> = {
  question: answerQuestion,
  history: answerHistory,
  stop: answerStop,
};

/** Pages for somebody we know nothing about but the languages her browser asks for. */
function plainPages(request: Request) {
  return (
    name: keyof { [K in keyof ProblemWords as ProblemWords[K] extends PlainWords ? K : never]: true },
    status: number,
    more: Readonly<Record<string, string>> = {},
  ): Response => {
    const reader = readerFor(undefined, undefined, languageWish(request, {}));
    const said = reader.words.problem[name];
    return pageResponse(
      { reader, title: said.title, body: plainBody(said), status, headers: more },
      request.method,
    );
  };
}
