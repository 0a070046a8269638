import { describe, expect, it } from 'vitest';
import { NOT_TOLD, responseRow } from '../../lib/trust/response.ts';
import { responseSchema, type ResponseCounts } from '../../lib/trust/response-schema.ts';

const counts = (sellers: number, asked: number, answered: number): ResponseCounts => ({
  sellers,
  asked,
  sent: asked,
  delivered: null,
  started: answered,
  answered,
  suspect: 0,
  bounced: 0,
  optedOut: 0,
  reason: null,
});

describe('the response rate', () => {
  it.each([
    [200, 1000, 100, 'ok'],
    [200, 1000, 99, 'warn'],
    [20, 20, 20, 'ok'],
    [19, 300, 300, 'warn'],
    [0, 0, 0, 'warn'],
  ])('of %d sellers asked %d times with %d answers is %s', (sellers, asked, answered, status) => {
    expect(responseRow(counts(sellers, asked, answered)).status).toBe(status);
  });

  it('says in words that silence may differ, and that nobody tells of deliveries', () => {
    const { detail } = responseRow(counts(200, 1000, 250));
    expect(detail).toContain('200 sellers were asked 1000 times: 1000 sent');
    expect(detail).toContain('how many were delivered nobody tells');
    expect(detail).toContain('250 answered (25.0 %)');
    expect(detail).toContain('sellers who do not answer may trust otherwise');
  });

  it('of fewer than five sellers is no number', () => {
    for (const sellers of [1, 4])
      expect(responseRow(counts(sellers, 77, 66)).detail).toBe('fewer than 5 sellers were asked');
    expect(responseRow(counts(0, 0, 0)).detail).toBe('no seller was asked');
  });

  it('of a rounds file is not known, and that is no trouble', () => {
    expect(responseSchema.parse(NOT_TOLD.response)).toEqual(NOT_TOLD.response);
    expect(responseRow(NOT_TOLD.response)).toEqual({
      check: 'response rate',
      status: 'unknown',
      detail: 'the file does not tell who was asked',
    });
  });

  it('has no field missing and none too many', () => {
    const { reason: _reason, ...missing } = counts(1, 1, 1);
    expect(responseSchema.safeParse(missing).success).toBe(false);
    expect(responseSchema.safeParse({ ...counts(1, 1, 1), opened: 3 }).success).toBe(false);
  });
});
