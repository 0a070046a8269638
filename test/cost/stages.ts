import type { PricedStage } from '../../lib/cost/stage.ts';

/** A stage such as config/prod.json makes, without the CDK; test/infra/priced-stage.test.ts has the real ones. */
export const EVENTS: PricedStage = {
  tenants: 1,
  delivery: 'events',
  asking: { elicitationShare: 0.5, quietDays: 14, perQuarter: 4, reminders: 1 },
  wavesAMonth: 52 / 12,
  quarterliesAMonth: 1 / 3,
  analysesAMonth: 52 / 12,
  nightsAMonth: 0,
  ranges: 64,
  workersAtOnce: 40,
  requestsPerSecond: 200,
  logDays: 90,
  filesDays: 400,
  roundsDays: null,
  rowsAtOnce: 500_000,
  reports: 'none',
  firewall: false,
  memory: {
    survey: 1024,
    intake: 1769,
    forget: 3008,
    'plan-night': 512,
    'snapshot-shard': 1769,
    fit: 3008,
    'pass-shard': 1769,
    'add-pass': 1769,
    'estimate-shard': 1769,
    summarise: 1769,
    publish: 1769,
    report: 1024,
    invite: 1024,
    post: 1024,
  },
  machines: {
    analysis: { once: { states: 7, inRanges: 2 }, again: { states: 3, inRanges: 1 } },
    wave: { once: { states: 2, inRanges: 1 }, again: { states: 0, inRanges: 0 } },
  },
  queuesPolled: 2,
  secrets: 1,
  alarmMetrics: 29,
  dashboards: 1,
  metrics: 11,
};

/** Two marketplaces, mails, few large ranges, rounds for two years, readers behind CloudFront and a firewall. */
export const MAILS: PricedStage = {
  ...EVENTS,
  tenants: 2,
  delivery: 'mail',
  ranges: 4,
  workersAtOnce: 4,
  roundsDays: 730,
  reports: 'edge',
  firewall: true,
};
