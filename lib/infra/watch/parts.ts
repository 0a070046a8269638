import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** What is watched. */
export interface Parts {
  readonly api: HttpApi;
  readonly reports: HttpApi | undefined; // undefined: no route leads to reports
  readonly doors: { readonly survey: IFunction; readonly intake: IFunction; readonly post: IFunction };
  readonly tables: { readonly facts: TableV2; readonly ledger: TableV2 };
  readonly analysis: StateMachine;
  readonly wave: StateMachine;
  readonly untaken: readonly Queue[]; // events and files set aside
  readonly notStarted: readonly Queue[]; // what schedules could not start
  readonly daysBetweenRuns: number; // the longest, by the schedule
  readonly namespace: string; // of our own metrics
  readonly configurationSet: string | undefined; // of SES; undefined: we send no mail
}
