import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { alarm, type Severity } from './alarm.ts';
import { budget } from './budget.ts';
import { dashboard } from './dashboard.ts';
import type { Parts } from './parts.ts';
import { watchedOf } from './watched.ts';

export interface WatchProps extends Parts {
  readonly stage: string;
  readonly settings: Settings;
}

/** Alarms by severity, one page to look at, and a budget. */
export class Watch extends Construct {
  readonly topics: Readonly<Record<Severity, ITopic>>;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const { urgent, normal, monthlyBudget } = props.settings.watch;
    this.topics = { urgent: topic(this, 'Urgent', urgent), normal: topic(this, 'Normal', normal) };
    const alarms = watchedOf(props).map((watched) => alarm(this, watched, this.topics));
    dashboard(this, props, alarms);
    if (monthlyBudget === null) return;
    const { amount, email } = monthlyBudget;
    const tag = `user:stage$${props.settings.tags['stage'] ?? props.stage}`;
    budget(this, { name: `seller-trust-${props.stage}`, monthly: amount, email }, tag);
  }
}

function topic(scope: Construct, id: string, addresses: readonly string[]): Topic {
  const made = new Topic(scope, id, { enforceSSL: true });
  made.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
  for (const address of addresses) made.addSubscription(new EmailSubscription(address));
  return made;
}
