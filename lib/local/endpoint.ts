import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { bodyOf } from './server.ts';

/** One call to AWS, as any SDK sends it. */
export interface Call {
  readonly caller: string; // access key id: a function's logical id, or the operator
  readonly method: string;
  readonly path: string; // as sent: not decoded, dots not resolved
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A service's refusal, by the code its SDK knows. */
export class AwsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type Service = (call: Call, operation: string) => Promise<Answer>;

/** By the prefix of `x-amz-target`; what has none is SES by its path, or S3. */
export interface Services {
  readonly [target: string]: Service;
}

/** Below which an SDK calls SES v2; no bucket has so short a name. */
export const SES_PATH = '/v2/email/';

/** This machine by its own name only: a page elsewhere that gives its name our address must not speak to us as itself. */
export const OWN_NAME = /^(127\.0\.0\.1|localhost):\d+$/;

/** The single address that stands for AWS on this machine. */
export function endpoint(
  services: Services,
  files: Service,
  log: (line: string) => void,
  mails?: Service,
): Server {
  return createServer((request, response) => {
    const [target = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const path = request.url?.split('?')[0] ?? '/';
    const isMail = target === '' && path.startsWith(SES_PATH);
    const service = isMail ? mails : target === '' ? files : services[target];
    const respond = ({ status, headers, body }: Answer) =>
      response.writeHead(status, { 'x-amzn-requestid': 'local', ...headers }).end(body);
    bodyOf(request)
      .then((body) => {
        if (!OWN_NAME.test(request.headers.host ?? ''))
          throw new AwsError(403, 'AccessDenied', 'not this host');
        if (service === undefined)
          throw new AwsError(400, 'UnknownOperationException', `no service ${target} here`);
        const { url = '/', method = '', headers } = request;
        const query = new URLSearchParams(url.slice(path.length));
        const caller = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
        return service({ caller, method, path, query, headers, body }, operation);
      })
      .then(respond, (error) => {
        const known =
          error instanceof AwsError ? error : new AwsError(500, 'InternalServerError', String(error));
        if (known !== error) log(`endpoint: ${error?.stack ?? error}`);
        if (isMail) respond(restError(known));
        else respond(target === '' ? xmlError(known, request.method === 'HEAD') : jsonError(known));
      });
  });
}

/** A JSON-protocol answer, `application/x-amz-json-1.0`. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(value) };
}

function jsonError({ status, code, message }: AwsError): Answer {
  return jsonAnswer({ __type: `com.amazonaws.local#${code}`, message, Message: message }, status);
}

function restError({ status, code, message }: AwsError): Answer {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ message }) };
}

function xmlError({ status, code, message }: AwsError, bodiless: boolean): Answer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, ...(bodiless ? {} : { body }) };
}

export function escapeXml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** @throws AwsError AccessDenied unless the gate lets the caller through */
export function demand(
  allowed: boolean,
  { caller }: Call,
  action: string,
  resource: string,
  code: string,
): void {
  if (!allowed)
    throw new AwsError(
      code === 'AccessDenied' ? 403 : 400,
      code,
      `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`,
    );
}
