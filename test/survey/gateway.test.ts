import { describe, expect, test } from 'vitest';
import { toRequest, toResult } from '../../lib/survey/gateway.ts';

/** What API Gateway sends for a form, after its documentation of payload format 2.0. */
function event(over: object = {}): Parameters<typeof toRequest>[0] {
  return {
    version: '2.0',
    routeKey: 'POST /s/{token}',
    rawPath: '/s/abc',
    rawQueryString: 'a=5&edit',
    headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'survey.example', origin: 'null' },
    requestContext: {
      accountId: '1',
      apiId: 'x',
      domainName: 'survey.example',
      domainPrefix: 'survey',
      http: { method: 'POST', path: '/s/abc', protocol: 'HTTP/1.1', sourceIp: '::1', userAgent: '' },
      requestId: '1',
      routeKey: 'POST /s/{token}',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body: Buffer.from('plan=1%C2%A0234').toString('base64'),
    isBase64Encoded: true,
    ...over,
  };
}

describe('the HTTP API in and out', () => {
  test('a form in base64 is a request with its address, headers and body', async () => {
    const request = toRequest(event());
    expect([request.method, request.url]).toEqual(['POST', 'https://survey.example/s/abc?a=5&edit']);
    expect(request.headers.get('origin')).toBe('null');
    expect(new URLSearchParams(await request.text()).get('plan')).toBe('1\u00A0234');
  });

  test('a body in plain text, and none', async () => {
    const plain = toRequest(event({ body: 'plan=5', isBase64Encoded: false }));
    await expect(plain.text()).resolves.toBe('plan=5');
    const { body: _, ...bare } = event({ isBase64Encoded: false, rawQueryString: '' });
    const empty = toRequest(bare);
    expect(empty.url).toBe('https://survey.example/s/abc');
    await expect(empty.text()).resolves.toBe('');
  });

  test('an answer keeps status, headers and text', async () => {
    const result = await toResult(new Response('grüß', { status: 422, headers: { location: '/s/x' } }));
    expect(result).toMatchObject({ statusCode: 422, body: 'grüß', headers: { location: '/s/x' } });
  });
});
