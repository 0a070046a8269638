import { describe, expect, it } from 'vitest';
import { readDoorEvent } from '../../lib/intake/door-event.ts';

const http = (method: string, changes: object = {}) => ({
  version: '2.0',
  routeKey: `${method} /v1/events`,
  headers: { 'content-type': 'application/json' },
  requestContext: {
    http: { method, path: '/v1/events' },
    authorizer: { iam: { userArn: 'arn:x', accountId: '1' } },
  },
  isBase64Encoded: false,
  ...changes,
});

describe('what calls the intake', () => {
  it('is a signed batch', () => {
    expect(readDoorEvent(http('POST', { body: '[]' }))).toEqual({
      kind: 'batch',
      arn: 'arn:x',
      contentType: 'application/json',
      body: '[]',
    });
  });

  it('may be encoded, unsigned or empty', () => {
    const body = Buffer.from('["ä"]').toString('base64');
    expect(readDoorEvent(http('POST', { body, isBase64Encoded: true }))).toMatchObject({ body: '["ä"]' });
    const unsigned = http('POST', { requestContext: { http: { method: 'POST' } }, headers: undefined });
    expect(readDoorEvent({ ...unsigned, headers: {} })).toEqual({
      kind: 'batch',
      arn: undefined,
      contentType: undefined,
      body: '',
    });
  });

  it('is somebody who asks for the contract', () => {
    expect(readDoorEvent(http('GET'))).toEqual({ kind: 'contract' });
  });

  it('is a file that was dropped; its key comes as it is, not encoded', () => {
    const event = {
      version: '0',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      detail: { bucket: { name: 'b' }, object: { key: 'in/us/events/a b.jsonl', size: 3, etag: 'x' } },
    };
    expect(readDoorEvent(event)).toEqual({ kind: 'file', key: 'in/us/events/a b.jsonl', size: 3 });
  });

  it('is nothing else', () => {
    for (const event of [null, {}, { detail: {} }, { 'detail-type': 'Object Deleted' }])
      expect(() => readDoorEvent(event)).toThrow(/requestContext|object/);
  });
});
