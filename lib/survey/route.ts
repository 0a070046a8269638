/** Where a request goes: a page behind a link, or nowhere. */
export interface Route {
  readonly page: 'question' | 'history' | 'stop';
  readonly token: string; // as it stands in the address, not checked yet
}

const PATH = /^\/s\/([^/]+)(?:\/(history|stop))?$/;

export function routeOf(path: string): Route | undefined {
  const match = PATH.exec(path);
  const page = match?.[2] === 'history' || match?.[2] === 'stop' ? match[2] : 'question';
  return match?.[1] === undefined ? undefined : { page, token: match[1] };
}

/** The methods a page answers, as its `Allow` header lists them. */
export const METHODS: Readonly<Record<Route['page'], readonly string[]>> = {
  question: ['GET', 'HEAD', 'POST'],
  history: ['GET', 'HEAD', 'POST'],
  stop: ['GET', 'HEAD', 'POST'],
};
