import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { milliseconds, parseInstant, toInstant, type Instant } from '../../lib/domain/instant.ts';
import { isQuiet, knownZone, outsideQuietHours } from '../../lib/outreach/quiet-hours.ts';

const NIGHT = { from: '20:00', to: '08:00' };
const until = (text: string, zone: string, hours = NIGHT) =>
  outsideQuietHours(parseInstant(text) as Instant, hours, zone);

const wallOf = (at: Instant, timeZone: string) =>
  new Date(at).toLocaleTimeString('de-DE', { timeZone, hour: '2-digit', minute: '2-digit' });

describe('outsideQuietHours', () => {
  test.each([
    ['in the day: at once', '2026-11-24T09:00:12.345Z', 'Etc/UTC', '2026-11-24T09:00:12.345Z'],
    ['to the minute at which they begin', '2026-11-24T19:59:59.999Z', 'Etc/UTC', '2026-11-24T19:59:59.999Z'],
    [
      'from the minute at which they begin',
      '2026-11-24T20:00:00.000Z',
      'Etc/UTC',
      '2026-11-25T08:00:00.000Z',
    ],
    ['at the minute at which they end', '2026-11-24T08:00:00.000Z', 'Etc/UTC', '2026-11-24T08:00:00.000Z'],
    ['a second before', '2026-11-24T07:59:59.000Z', 'Etc/UTC', '2026-11-24T08:00:00.000Z'],
    ['west', '2026-11-24T09:00:00.000Z', 'America/Los_Angeles', '2026-11-24T16:00:00.000Z'],
    ['half an hour off', '2026-11-24T00:00:00.000Z', 'Asia/Kolkata', '2026-11-24T02:30:00.000Z'],
    ['three quarters off', '2026-11-24T00:00:00.000Z', 'Asia/Kathmandu', '2026-11-24T02:15:00.000Z'],
    ['east of the date line', '2026-11-24T11:00:00.000Z', 'Pacific/Pago_Pago', '2026-11-24T19:00:00.000Z'],
    [
      'west of it, a day later there',
      '2026-11-24T11:00:00.000Z',
      'Pacific/Kiritimati',
      '2026-11-24T18:00:00.000Z',
    ],
    // clocks go from 2 to 3 on 8 March 2026: eight o'clock is an hour sooner
    [
      'the night that lacks an hour',
      '2026-03-08T04:00:00.000Z',
      'America/New_York',
      '2026-03-08T12:00:00.000Z',
    ],
    ['the night before', '2026-03-07T04:00:00.000Z', 'America/New_York', '2026-03-07T13:00:00.000Z'],
    // and from 2 back to 1 on 1 November
    [
      'the night with an hour twice',
      '2026-11-01T01:00:00.000Z',
      'America/New_York',
      '2026-11-01T13:00:00.000Z',
    ],
    // Samoa left out 30 December 2011
    ['a day that is left out', '2011-12-30T06:00:00.000Z', 'Pacific/Apia', '2011-12-30T18:00:00.000Z'],
  ])('%s', (_, at, zone, expected) => {
    expect(until(at, zone)).toBe(expected);
  });

  test('that end in the hour which is left out end where it would be', () => {
    const hours = { from: '22:00', to: '02:30' };
    expect(until('2026-03-08T05:00:00Z', 'America/New_York', hours)).toBe('2026-03-08T07:00:00.000Z');
  });

  test('that end in the hour which comes twice end the first time, and do not begin again', () => {
    const hours = { from: '22:00', to: '01:30' };
    expect(until('2026-11-01T03:00:00Z', 'America/New_York', hours)).toBe('2026-11-01T05:30:00.000Z');
    // 01:15 the second time is quiet by the clock, so it is quiet
    expect(until('2026-11-01T06:15:00Z', 'America/New_York', hours)).toBe('2026-11-01T06:30:00.000Z');
  });

  test('null or empty: at once', () => {
    const at = parseInstant('2026-11-24T03:00:00Z') as Instant;
    expect(outsideQuietHours(at, null, 'Etc/UTC')).toBe(at);
    expect(outsideQuietHours(at, { from: '08:00', to: '08:00' }, 'Etc/UTC')).toBe(at);
  });

  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }).map(toInstant);

  test('is never quiet, never before, the earliest there is, and moves nothing twice, in every zone', () => {
    fc.assert(
      fc.property(instant, time, time, zone, (at, from, to, timeZone) => {
        const hours = { from, to };
        const found = outsideQuietHours(at, hours, timeZone);
        expect(found >= at).toBe(true);
        expect(isQuiet(wallOf(found, timeZone), hours)).toBe(false);
        expect(outsideQuietHours(found, hours, timeZone)).toBe(found);
        if (found === at) return;
        expect(isQuiet(wallOf(at, timeZone), hours)).toBe(true);
        expect(isQuiet(wallOf(toInstant(milliseconds(found) - 1), timeZone), hours)).toBe(true);
        expect(milliseconds(found) - milliseconds(at)).toBeLessThanOrEqual(25 * 3600_000);
      }),
      { seed: 21, numRuns: 300 },
    );
  });
});

test('a zone that nobody knows is replaced', () => {
  expect(knownZone('Europe/Vienna', 'Etc/UTC')).toBe('Europe/Vienna');
  expect(knownZone('Mars/Olympus', 'Etc/UTC')).toBe('Etc/UTC');
  expect(knownZone(undefined, 'Asia/Tokyo')).toBe('Asia/Tokyo');
});
