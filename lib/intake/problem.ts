/** What is answered by HTTP; an answer from 400 on is a problem (RFC 9457). */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The batch cannot be read',
  403: 'Not allowed',
  413: 'The batch is too large',
  415: 'Not a batch of events',
  503: 'Not now',
};

/** @param detail what is wrong with this request and, after a semicolon, the fix */
export function problem(status: number, detail: string): Answer {
  return { status, body: { type: 'about:blank', title: TITLES[status] ?? 'Problem', status, detail } };
}
