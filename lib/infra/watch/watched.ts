import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC } from '../../domain/metric.ts';
import type { Watched } from './alarm.ts';
import type { Parts } from './parts.ts';
import {
  counted,
  endedBadly,
  failedShare,
  HOUR,
  refusedByTables,
  slowest,
  throttled,
  waiting,
} from './signals.ts';

/** Everything that somebody is woken or written to for. Each has an article of its name in the runbook. */
export function watchedOf(parts: Parts): Watched[] {
  return [
    ...requests(parts),
    ...(parts.reports === undefined ? [] : [readers(parts.reports)]),
    ...runs(parts),
    ...messages(parts),
    ...(parts.configurationSet === undefined ? [] : reputation(parts.configurationSet)),
  ];
}

function requests({ api, doors, tables, untaken }: Parts): Watched[] {
  return [
    {
      name: 'survey-fails',
      severity: 'urgent',
      says: 'More than 1 % of requests to the survey and the intake could not be answered.',
      metric: failedShare(api),
      above: 1,
      periods: 3,
    },
    {
      name: 'survey-slow',
      severity: 'normal',
      says: 'One request in a hundred waits for longer than three seconds.',
      metric: slowest(api),
      above: 3000,
      periods: 3,
    },
    {
      name: 'functions-throttled',
      severity: 'urgent',
      says: 'Calls of sellers, of events or of the outbox found no instance of their function.',
      metric: throttled([doors.survey, doors.intake, doors.post]),
      above: 0,
      periods: 2,
    },
    {
      name: 'tables-refuse',
      severity: 'urgent',
      says: 'DynamoDB turned requests away or failed.',
      metric: refusedByTables(tables.facts, tables.ledger),
      above: 0,
      periods: 2,
    },
    {
      name: 'events-set-aside',
      severity: 'urgent',
      says: 'Events or files that the intake could not take wait with their reason.',
      metric: waiting(untaken, 'events set aside'),
      above: 0,
      periods: 1,
    },
  ];
}

function readers(api: HttpApi): Watched {
  return {
    name: 'reports-fail',
    severity: 'normal',
    says: 'More than 1 % of requests to the report route could not be answered.',
    metric: failedShare(api),
    above: 1,
    periods: 3,
  };
}

function runs({ analysis, wave, notStarted, namespace, daysBetweenRuns }: Parts): Watched[] {
  return [
    {
      name: 'run-failed',
      severity: 'urgent',
      says: 'The analysis of a marketplace failed, timed out or was stopped: there is no new report.',
      metric: endedBadly(analysis),
      above: 0,
      periods: 1,
    },
    {
      name: 'wave-failed',
      severity: 'urgent',
      says: 'A wave failed, timed out or was stopped: some sellers are not invited.',
      metric: endedBadly(wave),
      above: 0,
      periods: 1,
    },
    {
      name: 'not-started',
      severity: 'urgent',
      says: 'A schedule could not start its run or wave.',
      metric: waiting(notStarted, 'starts set aside'),
      above: 0,
      periods: 1,
    },
    ...overdue(daysBetweenRuns, namespace),
  ];
}

/** An alarm looks back seven days at most: reports that come more seldom are left to `trust doctor`. */
function overdue(daysBetweenRuns: number, namespace: string): Watched[] {
  if (daysBetweenRuns > 7) return [];
  const periods = Math.min(7, daysBetweenRuns + 1);
  return [
    {
      name: 'report-overdue',
      severity: 'normal',
      says: `No report was published for ${periods} days.`,
      metric: counted(namespace, 'publish', METRIC.published, { period: Duration.days(1) }),
      below: 1,
      periods,
      missing: TreatMissingData.BREACHING,
    },
  ];
}

function messages({ namespace }: Parts): Watched[] {
  return [
    {
      name: 'outbox-late',
      severity: 'urgent',
      says: 'A message to a seller or to the marketplace has been due for more than 15 minutes.',
      metric: counted(namespace, 'post', METRIC.late, { statistic: Stats.MAXIMUM }),
      above: 900,
      periods: 3,
      missing: TreatMissingData.BREACHING, // the sweeper itself stands still
    },
    {
      name: 'messages-uncertain',
      severity: 'normal',
      says: 'Of some messages nobody can tell whether they went out, or they were refused for good.',
      metric: counted(namespace, 'post', METRIC.uncertain, { period: HOUR }),
      above: 0,
      periods: 1,
    },
    {
      name: 'link-key-old',
      severity: 'normal',
      says: 'The key that signs links is older than a year.',
      metric: counted(namespace, 'post', METRIC.keyAge, { period: HOUR, statistic: Stats.MAXIMUM }),
      above: 365,
      periods: 1,
    },
  ];
}

/** SES looks at an account from 5 % and 0.1 % on. */
function reputation(configurationSet: string): Watched[] {
  const rate = (metricName: string) =>
    new Metric({
      namespace: 'AWS/SES',
      metricName,
      dimensionsMap: { 'ses:configuration-set': configurationSet },
      period: HOUR,
      statistic: Stats.AVERAGE,
    });
  return [
    {
      name: 'mails-bounce',
      severity: 'normal',
      says: 'More than 4 % of mails bounce; SES stops an account that goes on so.',
      metric: rate('Reputation.BounceRate'),
      above: 0.04,
      periods: 1,
    },
    {
      name: 'mails-complained-of',
      severity: 'normal',
      says: 'More than 0.08 % of mails are marked as spam; SES stops an account that goes on so.',
      metric: rate('Reputation.ComplaintRate'),
      above: 0.0008,
      periods: 1,
    },
  ];
}
