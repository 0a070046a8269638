import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { MOST_RECEIVES } from '../intake/take-queue.ts';
import type { Door } from './function.ts';

export interface InletProps {
  readonly door: Door;
  readonly batchSize: number;
  readonly wait: Duration; // until a batch is full
  readonly workers: number; // at once: a burst must not take every instance
}

/** A queue before the intake: bursts wait in it, what fails comes again, and what keeps failing is set aside with its
 *  reason. */
export class Inlet extends Construct {
  readonly queue: Queue;
  readonly setAside: Queue;

  constructor(scope: Construct, id: string, { door, batchSize, wait, workers }: InletProps) {
    super(scope, id);
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.setAside = new Queue(this, 'SetAside', { ...safe, retentionPeriod: Duration.days(14) });
    const timeout = door.timeout ?? Duration.minutes(15);
    this.queue = new Queue(this, 'Queue', {
      ...safe,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: timeout.plus(wait).plus(Duration.minutes(1)),
      // the function sets aside itself, with the reason; once more, for one that died with the message
      deadLetterQueue: { queue: this.setAside, maxReceiveCount: MOST_RECEIVES + 1 },
    });
    this.poll = new EventSourceMapping(this, 'Poll', {
      target: door,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxBatchingWindow: wait,
      maxConcurrency: workers,
      reportBatchItemFailures: true,
    });
    door.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], this.queue.queueArn);
    door.allow(['sqs:SendMessage'], this.setAside.queueArn);
    door.addEnvironment(ENV.setAside, this.setAside.queueUrl);
  }

  readonly poll: EventSourceMapping;
}
