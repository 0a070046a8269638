import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A rule of cdk-nag that the stacks do not follow, and why. */
export interface Acknowledged {
  readonly id: string;
  readonly reason: string;
}

export const OF_DATA: readonly Acknowledged[] = [
  {
    id: 'AwsSolutions-S1',
    reason:
      'Who reads a bucket is told by CloudTrail data events, which are set for an account; server access logs would be one more bucket of sellers, unencrypted by key and delivered late.',
  },
  {
    id: 'AwsSolutions-SMG4',
    reason:
      'Links live for weeks and must verify after a rotation, so keys overlap: `trust keys rotate` adds a key and later ends the old one. The alarm link-key-old reminds of it.',
  },
];

export const OF_APP: readonly Acknowledged[] = [
  {
    id: 'AwsSolutions-APIG4',
    reason:
      'A seller has no login: the signed token in her link is what authorises, checked before any read. A reader of reports without a session is sent to sign in by the function, which an authorizer could not do. What machines send wants an IAM signature or a token.',
  },
  {
    id: 'AwsSolutions-SQS3',
    reason: 'These queues are where others put what they could not deliver: dead-letter queues themselves.',
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    reason: 'The same: dead-letter queues, emptied by `trust dlq redrive`.',
  },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    reason:
      'The mappings read SQS queues, whose own redrive policy is where what keeps failing goes; a destination of the mapping is for streams.',
  },
  {
    id: 'Serverless-EventBusDLQ',
    reason:
      "A bus needs a queue of its own only where it is encrypted by a customer's key that may be taken away. Every rule's target has one.",
  },
  {
    id: 'Serverless-LambdaDLQ',
    reason:
      'Functions that somebody waits for answer with their failure: the HTTP API, or the state machine, which tries again and fails aloud. Those that nobody waits for have a queue.',
  },
];

/** Says of a stack which rules it does not follow. */
export function acknowledge(scope: Construct, rules: readonly Acknowledged[]): void {
  Validations.of(scope).acknowledge(...rules);
}
