import { type RequestListener, type ServerResponse } from 'node:http';
import type { Answer } from '../jobs/report-answer.ts';
import { OWN_NAME } from './endpoint.ts';

export interface PageDoors {
  /** The page as it is now. */
  page(): Promise<string>;
  /** Starts the analysis. */
  run(): Promise<void>;
  /** What the deployed report route answers at an address (`/reports/...`) to a reader of every tenant. */
  report(path: string): Promise<Answer>;
  /** A mail by its address below `/mail/`, or undefined if there is none. */
  mail(name: string): { readonly type: string; readonly body: string } | undefined;
  /** Further answers in JSON, by path. */
  readonly facts: Readonly<Record<string, () => unknown>>;
}

const SAFE = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
  // With `no-referrer` a browser sends `Origin: null` even from our own form.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** The local page's server. It answers to its own name only, so that no other page can reach it by a name of its own,
 *  and starts runs only from its own form. */
export function pageServer({ page, run, report, mail, facts }: PageDoors): RequestListener {
  return (request, response) => {
    serve().catch((error) => send(response, 500, 'text/plain', String(error)));

    async function serve(): Promise<void> {
      const host = request.headers.host ?? '';
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const { origin } = request.headers;
      if (!OWN_NAME.test(host)) return send(response, 403, 'text/plain', 'not this host');
      if (request.method === 'POST' && pathname === '/run') {
        if (origin !== undefined && origin !== `http://${host}`)
          return send(response, 403, 'text/plain', 'not from there');
        await run();
        return void response.writeHead(303, { location: '/' }).end();
      }
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return send(response, 405, 'text/plain', 'not here');
      if (pathname === '/') return send(response, 200, 'text/html; charset=utf-8', await page());
      const fact = facts[pathname];
      if (fact !== undefined) return send(response, 200, 'application/json', JSON.stringify(fact()));
      const letter = pathname.startsWith('/mail/') ? mail(pathname.slice(6)) : undefined;
      if (letter !== undefined) return send(response, 200, letter.type, letter.body);
      if (!/^\/reports(\/|$)/.test(pathname)) return send(response, 404, 'text/plain', 'not found');
      const { status, headers, body } = await report(pathname);
      response.writeHead(status, headers).end(body);
    }
  };
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...SAFE, 'content-type': type }).end(body);
}
