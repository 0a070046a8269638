/** What a browser sent with a form. */
export type Posted = Readonly<Record<string, string>>;

export const LARGEST_BODY = 16 * 1024; // bytes

/** The fields of a URL-encoded form; another kind of body has none. */
export async function readPosted(request: Request): Promise<Posted | 'too large'> {
  const bytes = await readBody(request);
  if (bytes === 'too large') return bytes;
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) return {};
  return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
}

async function readBody({ body }: Request): Promise<Buffer | 'too large'> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whether the browser says that the form came from this site. An old browser says nothing. `Origin: null` is what our own
 *  pages send, because they send no referrer (Fetch standard, "append a request Origin header"). */
export function isFromThisSite({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  if (origin === null || origin === 'null') return true;
  return URL.canParse(origin) && new URL(origin).host === new URL(url).host;
}
