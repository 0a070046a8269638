import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Resource } from './assembly.ts';
import type { LocalFunction } from './functions.ts';
import { type JwtAuthorizer, jwtAuthorizer } from './http-jwt.ts';
import { signerOf } from './http-signature.ts';
import type { Resolve } from './intrinsics.ts';
import { type JsonObject, isObject, object, parseJson, text, texts } from './json.ts';
import { type Place, nameOf } from './names.ts';
import { bodyOf } from './server.ts';

interface Route {
  readonly key: string; // "GET /s/{token}"
  readonly method: string;
  readonly pattern: RegExp;
  readonly signed: boolean;
  readonly jwt: JwtAuthorizer | undefined;
  readonly target: LocalFunction;
}

const MOST_BYTES = 10 * 1024 * 1024; // of a request's body
const MOST_EVENT_BYTES = 6 * 1024 * 1024; // of a Lambda event: base64 and headers count
const PATIENCE = 30_000; // milliseconds that an HTTP API waits for its function

/** The template's HTTP API: its routes, as payload-v2 events to the functions they name.
 *  @throws RangeError when a route asks for what the stage cannot do */
export function httpApi(
  resources: readonly Resource[],
  resolve: Resolve,
  functions: readonly LocalFunction[],
  place: Place,
): RequestListener {
  const routes = resources
    .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
    .map((route) => routeOf(route, resources, resolve, functions))
    .sort((a, b) => rank(a.key) - rank(b.key));
  return (request, response) => {
    serve(routes, place, request, response).catch(() => plain(response, 500, 'Internal Server Error'));
  };
}

function routeOf(
  resource: Resource,
  resources: readonly Resource[],
  resolve: Resolve,
  functions: readonly LocalFunction[],
): Route {
  const properties = object(resolve(resource.stack, resource.properties), resource.id);
  const key = text(properties['RouteKey'], 'RouteKey');
  const authorization = properties['AuthorizationType'] ?? 'NONE';
  if (authorization !== 'NONE' && authorization !== 'AWS_IAM' && authorization !== 'JWT')
    throw new RangeError(
      `route ${key}: the local stage does not know the authorizer ${JSON.stringify(authorization)}`,
    );
  const authorizer = resources.find((one) => nameOf(one) === properties['AuthorizerId']);
  if (authorization === 'JWT' && authorizer === undefined)
    throw new RangeError(`route ${key} names no authorizer`);
  const jwt = authorizer && jwtAuthorizer(authorizer, resolve);
  const integrationId = text(properties['Target'], 'Target').split(/[/-]/).at(-1);
  const integration = resources.find(
    ({ id, type }) => type.endsWith('::Integration') && id === integrationId,
  );
  const uri =
    integration && String(object(resolve(integration.stack, integration.properties), key)['IntegrationUri']);
  const target = functions.find(({ arn }) => uri?.includes(arn));
  if (target === undefined) throw new RangeError(`route ${key} leads to no function`);
  const [method = '', path = '/'] = key === '$default' ? ['ANY', '/{proxy+}'] : key.split(' ');
  const source = path
    .replaceAll(/[.]/g, '\\.')
    .replaceAll(/\{(\w+)(\+?)\}/g, (_, name, greedy) => `(?<${name}>${greedy ? '.*' : '[^/]+'})`);
  const signed = authorization === 'AWS_IAM';
  return { key, method, pattern: new RegExp(`^${source}$`), signed, jwt, target };
}

/** API Gateway takes the most exact route: no variable before a variable before a greedy one before $default. */
function rank(key: string): number {
  return (
    (key === '$default' ? 8 : 0) +
    (key.includes('+}') ? 4 : 0) +
    (key.includes('{') ? 2 : 0) +
    (key.startsWith('ANY') ? 1 : 0)
  );
}

async function serve(
  routes: readonly Route[],
  place: Place,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(`${place.site}${request.url ?? '/'}`);
  const method = request.method ?? 'GET';
  const route = routes.find(
    (one) => (one.method === method || one.method === 'ANY') && one.pattern.test(url.pathname),
  );
  const body = await bodyOf(request, MOST_BYTES);
  if (!isDecodable(url.pathname)) return plain(response, 400, 'Bad Request');
  if (route === undefined) return plain(response, 404, 'Not Found');
  if (body === undefined) return plain(response, 413, 'Request Entity Too Large');
  const signer = route.signed ? await signerOf(request, url, body, place.region) : undefined;
  if (route.signed && signer === undefined) return plain(response, 403, 'Forbidden');
  const claims = await route.jwt?.(request);
  if (route.jwt !== undefined && claims === undefined) return plain(response, 401, 'Unauthorized');
  const iam = signer && { iam: { ...signer, accountId: place.account } };
  const event = JSON.stringify(eventOf(route, request, url, body, place, iam ?? claims));
  if (Buffer.byteLength(event) > MOST_EVENT_BYTES) return plain(response, 413, 'Request Entity Too Large');
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE).unref());
  const outcome = await Promise.race([route.target.invoke(event), late]);
  if (outcome === undefined) return plain(response, 503, 'Service Unavailable');
  if (!outcome.ok) return plain(response, 500, 'Internal Server Error');
  answer(response, outcome.payload);
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

function plain(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
function eventOf(
  route: Route,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  place: Place,
  authorizer: JsonObject | undefined,
): JsonObject {
  const { cookie, ...rest } = request.headers;
  const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  const encoded = !isText(headers['content-type'] ?? '');
  const query = [...new Set(url.searchParams.keys())].map((name) => [
    name,
    url.searchParams.getAll(name).join(','),
  ]);
  const parameters = Object.entries(route.pattern.exec(url.pathname)?.groups ?? {});
  const now = new Date();
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: { 'x-forwarded-proto': 'http', 'x-forwarded-for': '127.0.0.1', ...headers },
    ...(query.length > 0 ? { queryStringParameters: Object.fromEntries(query) } : {}),
    ...(parameters.length > 0
      ? {
          pathParameters: Object.fromEntries(
            parameters.map(([name, value]) => [name, decodeURIComponent(value)]),
          ),
        }
      : {}),
    requestContext: {
      accountId: place.account,
      apiId: 'local',
      ...(authorizer && { authorizer }),
      domainName: url.host,
      domainPrefix: url.hostname,
      http: {
        method: request.method ?? 'GET',
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded: body.length > 0 && encoded,
  };
}

/** What API Gateway hands on as text; all else, even a plain HTML form, arrives in base64. */
function isText(contentType: string): boolean {
  return /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(contentType);
}

function answer(response: ServerResponse, payload: string): void {
  const result = parseJson(payload);
  if (!isObject(result) || !('statusCode' in result)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(payload);
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result;
  for (const [name, value] of Object.entries(isObject(headers) ? headers : {}))
    response.setHeader(name, String(value));
  if (cookies !== undefined) response.setHeader('set-cookie', [...texts(cookies, 'cookies')]);
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.statusCode = Number(statusCode);
  response.end(
    Buffer.from(typeof body === 'string' ? body : '', isBase64Encoded === true ? 'base64' : 'utf8'),
  );
}
