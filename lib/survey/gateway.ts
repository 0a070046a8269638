import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** The request that an HTTP API's event stands for (payload format 2.0). Form bodies arrive in base64. */
export function toRequest(event: APIGatewayProxyEventV2): Request {
  const { rawPath, rawQueryString, requestContext, body = '', isBase64Encoded } = event;
  const { method } = requestContext.http;
  const headers = Object.entries(event.headers).map(([name, value]): [string, string] => [name, value ?? '']);
  const bytes = method === 'POST' ? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') : null;
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`;
  return new Request(`https://${requestContext.domainName}${rawPath}${query}`, {
    method,
    headers,
    body: bytes,
  });
}

export async function toResult(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, headers } = response;
  return { statusCode: status, headers: Object.fromEntries(headers), body: await response.text() };
}

/** What a log may hold of a failure: its kind and where it came from. Its message may quote what a seller sent. */
export function traceOf(failure: unknown): { failure: string; at: readonly string[] } {
  if (!(failure instanceof Error)) return { failure: typeof failure, at: [] };
  const frames = (failure.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { failure: failure.name, at: frames.slice(0, 5).map((line) => line.trim()) };
}
