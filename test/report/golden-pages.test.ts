import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { digestMail } from '../../lib/jobs/digest-mail.ts';
import { digestOf } from '../../lib/report/digest.ts';
import { renderIndex } from '../../lib/report/index-page.ts';
import { segmentPages } from '../../lib/report/segments/segment-page.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { WITHHELD } from '../../lib/trust/segment-estimates.ts';
import { META } from './fixture.ts';
import { afterAReport, comparedWithLastWeek, large, repeated, SINCE } from './marketplaces.ts';

/** Pages beside the report itself, as they were when somebody last read them. */
const WEEKS = 3;

const at = (day: string) => parseInstant(`2026-11-${day}T02:00:00.000Z`) as Instant;

describe('as in test/golden', () => {
  it('the page of a segment, with a week withheld', async () => {
    const known = large(WEEKS);
    const gone = { sellers: null, mean: null, lower: null, upper: null, reason: WITHHELD.complementary };
    const segments = known.segments.map((cell) =>
      cell.period === '2024-W02' && cell.recommender === 'pricing' ? { ...cell, ...gone } : cell,
    );
    const published = segments.filter(({ mean }) => mean !== null).length;
    const disclosure = { ...known.disclosure, published, complementary: segments.length - published };
    const [[, page] = ['', '']] = segmentPages({ ...known, segments, disclosure } as Estimates, META);
    await expect(page).toMatchFileSnapshot('../golden/segment.html');
  });

  it('the index, of a marketplace with reports and one without', async () => {
    const reports = ['09', '16', '23'].map((day, week) => ({
      period: `2026-W${46 + week}`,
      asOf: at(day),
      permalink: `reports/shop/2026-W${46 + week}/${String(week).repeat(32)}`,
      headline:
        week === 0
          ? 'Whether trust moved since the last report cannot be told'
          : `Trust fell by 0.0${week} since 2026-W${45 + week}`,
      trust: { estimate: 0.5 - week / 100, lower: 0.47 - week / 100, upper: 0.53 - week / 100, n: 1234 },
      since: week === 0 ? null : { estimate: -week / 100, lower: -0.03, upper: -0.005 },
    }));
    const shop = { id: 'shop', name: 'Example marketplace', alertsRaised: 1, reports };
    const page = renderIndex([shop, { id: 'new', name: 'A new one', alertsRaised: null, reports: [] }]);
    await expect(page).toMatchFileSnapshot('../golden/index.html');
  });

  it('the digest as a mail in plain text', async () => {
    const overall = repeated(-0.0032, 0.0012, 4000);
    const { digest } = digestOf({
      estimates: afterAReport({ ...SINCE, overall }),
      marketplace: 'Example marketplace',
      at: { period: '2026-W47', asOf: at('23') },
      alarm: { states: [], raised: [], cleared: [], ended: [] },
      comparison: comparedWithLastWeek(),
    });
    const permalink = `reports/shop/2026-W47/${'2'.repeat(32)}`;
    const way = { to: 'leader@example.com', permalink, url: `https://reports.example.com/${permalink}/` };
    await expect(digestMail(digest, way).text).toMatchFileSnapshot('../golden/digest.txt');
  });
});
