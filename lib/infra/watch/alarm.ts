import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** urgent: sellers or a report are kept from what they came for; normal: it can wait for the morning. */
export type Severity = 'urgent' | 'normal';

export interface Watched {
  /** Heading of its article in docs/runbook.md. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in a sentence a person reads at night. */
  readonly says: string;
  readonly metric: IMetric;
  readonly above?: number;
  readonly below?: number;
  readonly periods: number; // of the metric
  /** What no data means; default: nothing wrong. */
  readonly missing?: TreatMissingData;
}

/** An alarm that names its article, and tells whoever listens to its severity. */
export function alarm(scope: Construct, watched: Watched, topics: Readonly<Record<Severity, ITopic>>): Alarm {
  const made = new Alarm(scope, watched.name, {
    alarmDescription: `[${watched.severity}] ${watched.says} Runbook: docs/runbook.md#${watched.name}`,
    metric: watched.metric,
    evaluationPeriods: watched.periods,
    treatMissingData: watched.missing ?? TreatMissingData.NOT_BREACHING,
    ...threshold(watched),
  });
  const tell = new SnsAction(topics[watched.severity]);
  made.addAlarmAction(tell);
  made.addOkAction(tell);
  return made;
}

function threshold({ name, above, below }: Watched): Pick<AlarmProps, 'threshold' | 'comparisonOperator'> {
  if (above !== undefined && below === undefined)
    return { threshold: above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD };
  if (below !== undefined && above === undefined)
    return { threshold: below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };
  throw new RangeError(`alarm ${name} requires either above or below`);
}
