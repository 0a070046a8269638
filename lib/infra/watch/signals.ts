import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

export const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);
const SUM = Stats.SUM;

/** A metric of ours: `lib/domain/metric.ts`. */
export function counted(
  namespace: string,
  service: string,
  metricName: string,
  { period = FIVE_MINUTES, statistic = SUM }: { period?: Duration; statistic?: string } = {},
): Metric {
  return new Metric({ namespace, metricName, dimensionsMap: { service }, period, statistic });
}

/** Share of requests that we could not answer, per cent. */
export function failedShare(api: HttpApi): IMetric {
  return new MathExpression({
    expression: 'IF(count > 20, 100 * failed / count, 0)', // one failure of a quiet night is not a share
    usingMetrics: {
      failed: api.metricServerError({ period: FIVE_MINUTES, statistic: SUM }),
      count: api.metricCount({ period: FIVE_MINUTES, statistic: SUM }),
    },
    period: FIVE_MINUTES,
    label: 'requests we could not answer, %',
  });
}

/** What one request in a hundred waits at least, milliseconds. */
export function slowest(api: HttpApi): IMetric {
  return api.metricLatency({ period: FIVE_MINUTES, statistic: Stats.percentile(99) });
}

/** Calls that no instance was there for, of these functions together. */
export function throttled(doors: readonly IFunction[]): IMetric {
  return total(
    doors.map((door) => door.metricThrottles({ period: FIVE_MINUTES, statistic: SUM })),
    'throttled calls',
  );
}

/** Executions that ended otherwise than well. */
export function endedBadly(machine: StateMachine): IMetric {
  const over = { period: FIVE_MINUTES, statistic: SUM };
  return total(
    [machine.metricFailed(over), machine.metricTimedOut(over), machine.metricAborted(over)],
    'executions that ended badly',
  );
}

/** What waits in dead-letter queues. */
export function waiting(queues: readonly Queue[], label: string): IMetric {
  return total(
    queues.map((queue) =>
      queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    ),
    label,
  );
}

/** Reads and writes that the tables turned away or failed on. */
export function refusedByTables(facts: TableV2, ledger: TableV2): IMetric {
  const throttles = [facts, ledger].flatMap(({ tableName: TableName }) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => ofTable(name, { TableName })),
  );
  const failures = ['GetItem', 'Query', 'PutItem', 'UpdateItem'].map((action) =>
    ofTable('SystemErrors', { TableName: facts.tableName, Operation: action }),
  );
  return total([...throttles, ...failures], 'requests that tables turned away');
}

function ofTable(metricName: string, dimensionsMap: Record<string, string>): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap,
    period: FIVE_MINUTES,
    statistic: SUM,
  });
}

function total(metrics: readonly Metric[], label: string): IMetric {
  if (metrics.length > 10)
    throw new RangeError(`an alarm adds up at most ten metrics, found ${metrics.length}`);
  // ids are shared by all that one graph shows
  const name = label.replaceAll(/[^a-z]/g, '');
  const usingMetrics = Object.fromEntries(metrics.map((metric, n) => [`${name}${n}`, metric]));
  return new MathExpression({
    expression: `SUM([${Object.keys(usingMetrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(', ')}])`,
    usingMetrics,
    period: FIVE_MINUTES,
    label,
  });
}
