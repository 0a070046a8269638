import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRIC } from '../../domain/metric.ts';
import type { Parts } from './parts.ts';
import { counted, endedBadly, failedShare, slowest, waiting } from './signals.ts';

const DAY = Duration.days(1);

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 8 });

/** One page for whoever runs the stage: the funnel, what lags, how runs and requests go, and every alarm. */
export function dashboard(scope: Construct, parts: Parts, alarms: readonly Alarm[]): Dashboard {
  const { api, analysis, wave, namespace } = parts;
  const own = (service: string, name: string, statistic: string = Stats.SUM) =>
    counted(namespace, service, name, { period: DAY, statistic });
  const made = new Dashboard(scope, 'Dashboard', { defaultInterval: Duration.days(28) });
  made.addWidgets(
    new TextWidget({
      markdown: 'Seller Trust: each alarm has an article of its name in docs/runbook.md.',
      width: 24,
      height: 1,
    }),
    new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 }),
  );
  made.addWidgets(
    graph('Funnel, by day', [
      own('invite', METRIC.invited),
      own('post', METRIC.sent),
      api.metricCount({ period: DAY, statistic: Stats.SUM, label: 'requests' }),
    ]),
    graph('Facts taken and refused, by day', [
      own('intake', METRIC.accepted),
      own('intake', METRIC.refused),
      own('intake', METRIC.erased),
    ]),
    graph('What waits', [
      counted(namespace, 'post', METRIC.late, { statistic: Stats.MAXIMUM }),
      waiting(parts.untaken, 'events set aside'),
      waiting(parts.notStarted, 'starts set aside'),
    ]),
  );
  made.addWidgets(
    graph('Requests', [failedShare(api), slowest(api)]),
    graph('Runs and waves', [
      analysis.metricSucceeded({ period: DAY, label: 'runs' }),
      endedBadly(analysis),
      wave.metricSucceeded({ period: DAY, label: 'waves' }),
    ]),
    new SingleValueWidget({
      title: 'Last day',
      width: 8,
      metrics: [own('fit', METRIC.rounds, Stats.MAXIMUM), own('publish', METRIC.published)],
    }),
  );
  return made;
}
