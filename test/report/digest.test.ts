import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { alertStates, type Alarm } from '../../lib/report/alerts.ts';
import { digestOf, digestSchema } from '../../lib/report/digest.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import type { Repeated } from '../../lib/trust/quantity-schema.ts';
import { estimates } from './fixture.ts';

const ASOF = parseInstant('2026-11-22T12:00:00Z') as Instant;
const AT = { period: '2026-W47', asOf: ASOF };
const CALM: Alarm = { states: [], raised: [], cleared: [], ended: [] };
const KNOWN = estimates();
const fell = (estimate: number): Repeated => {
  const interval = { lower: estimate - 0.01, upper: estimate + 0.01, reason: null };
  return { estimate, se: 0.003, n: 280, ...interval, anytime: interval };
};
const since = (overall: Repeated): Estimates['since'] => ({
  report: { period: '2026-W46', asOf: '2026-11-15T12:00:00.000Z', permalink: 'reports/us/2026-W46/x' },
  overall,
  byRecommender: { pricing: overall, replenishment: fell(0) },
  newcomers: 3,
});
const order = { estimates: KNOWN, marketplace: 'Marketplace US', at: AT, alarm: CALM, comparison: null };

describe('the digest', () => {
  it('says the finding in its subject, with the alerts that are new', () => {
    const moved = { ...KNOWN, since: since(fell(-0.04)) };
    const alarm = alertStates(
      [
        {
          name: 'fall',
          measure: 'change',
          recommender: null,
          when: 'below',
          threshold: -0.02,
          clearBy: 0,
        },
      ],
      moved,
      [],
      AT,
    );
    const { report, digest, alerts } = digestOf({ ...order, estimates: moved, alarm });
    expect(report.headline).toBe('Trust fell by 0.04 since 2026-W46');
    expect(digest.subject).toBe('Marketplace US: Trust fell by 0.04 since 2026-W46; 1 alert raised');
    expect(report.since).toMatchObject({ estimate: -0.04, n: 280, period: '2026-W46' });
    expect(alerts).toMatchObject([{ name: 'fall', upper: -0.03, period: '2026-W47' }]);
  });

  it('answers seven questions, each in words and with its interval or why not', () => {
    const moved = { ...KNOWN, since: since(fell(-0.04)) };
    const { lines } = digestOf({ ...order, estimates: moved }).digest;
    expect(lines.map(({ topic }) => topic)).toEqual([
      'Did trust move since the last report?',
      'In which recommender most?',
      'Is trust deserved?',
      'What to fund next, and what does it risk?',
      'What changed since the last report?',
      'Alerts',
      'What cannot be told?',
    ]);
    const [change, most, gap] = lines.map(({ text }) => text);
    expect(change).toMatch(/trust fell, all recommenders together: −0\.04 \(−0\.05 to −0\.03; n 280\)/);
    expect(most).toMatch(/^Most in pricing: /);
    expect(gap).toMatch(/than deserved: .+ to .+; n \d/);
    for (const { text } of lines) expect(text).toMatch(/\S.*\.$/);
  });

  it('of a first report says that there is none before it', () => {
    const { report, digest } = digestOf(order);
    expect([report.since, report.headline]).toEqual([
      null,
      'Whether trust moved since the last report cannot be told',
    ]);
    expect(digest.lines[0]?.text).toContain('Cannot tell');
    expect(digest.lines[1]?.text).toContain('Cannot tell');
    expect(digest.lines[4]?.text).toContain('first report');
  });

  it('keeps what is hostile on its line', () => {
    const marketplace = 'Shop\r\nBcc: everybody@example.com\u2028\u202Etxt <script>alert(1)</script>';
    const { digest } = digestOf({ ...order, marketplace });
    expect(digest.subject).not.toMatch(/[\r\n\u2028\u202E]/);
    expect(digest.subject.length).toBeLessThanOrEqual(150);
    for (const { text } of digest.lines) expect(text).not.toMatch(/[\r\n\u2028]/);
  });

  it('is what its schema says, also as text', () => {
    const made = digestOf(order);
    expect(digestSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });
});
