/** What an HTTP API hands a function (payload format 2.0). */
export function httpEvent(
  method: 'GET' | 'POST',
  path: string,
  body?: string,
  contentType = 'application/json',
) {
  return {
    version: '2.0',
    routeKey: `${method} ${path.startsWith('/s/') ? '/s/{token}' : path}`,
    rawPath: path,
    rawQueryString: '',
    headers: body === undefined ? {} : { 'content-type': contentType },
    requestContext: {
      domainName: 'survey.example',
      http: { method, path },
      authorizer: { iam: { userArn: 'arn:aws:iam::123456789012:user/upstream' } },
    },
    isBase64Encoded: false,
    ...(body !== undefined && { body }),
  };
}

export const formEvent = (path: string, fields: Readonly<Record<string, string>>) =>
  httpEvent('POST', path, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
