/** As known on that day, in that region: before budgeting look at the sources. Taxes, free tiers, discounts for volume and
 *  support are not in them. */
export const PRICED = { date: '2026-11-23', region: 'us-east-1' } as const;

export interface Price {
  readonly service: string;
  readonly unit: string; // what one of it is
  readonly usd: number;
  readonly per: number; // units
  readonly source: string;
}

const aws = (path: string): string => `https://aws.amazon.com/${path}/pricing/`;
const [TABLES, LOGS, FILES] = [aws('dynamodb'), aws('cloudwatch'), aws('s3')];
const MILLION = 1_000_000;

/** List prices in US dollars. Data: change a price together with the date. */
export const PRICES = {
  writes: { service: 'DynamoDB', unit: 'write units', usd: 0.625, per: MILLION, source: TABLES },
  reads: { service: 'DynamoDB', unit: 'read units', usd: 0.125, per: MILLION, source: TABLES },
  rows: { service: 'DynamoDB', unit: 'GB of rows', usd: 0.25, per: 1, source: TABLES },
  recovery: { service: 'DynamoDB', unit: 'GB recoverable', usd: 0.2, per: 1, source: TABLES },
  calls: { service: 'Lambda', unit: 'calls', usd: 0.2, per: MILLION, source: aws('lambda') },
  computing: {
    service: 'Lambda',
    unit: 'GB-seconds, arm64',
    usd: 13.3334,
    per: MILLION,
    source: aws('lambda'),
  },
  requests: {
    service: 'API Gateway',
    unit: 'HTTP API requests',
    usd: 1,
    per: MILLION,
    source: aws('api-gateway'),
  },
  traffic: { service: 'API Gateway', unit: 'GB sent out', usd: 0.09, per: 1, source: aws('ec2') },
  transitions: {
    service: 'Step Functions',
    unit: 'transitions',
    usd: 25,
    per: MILLION,
    source: aws('step-functions'),
  },
  puts: { service: 'S3', unit: 'PUT and LIST', usd: 5, per: MILLION, source: FILES },
  gets: { service: 'S3', unit: 'GET', usd: 0.4, per: MILLION, source: FILES },
  files: { service: 'S3', unit: 'GB of files', usd: 0.023, per: 1, source: FILES },
  mails: { service: 'SES', unit: 'mails', usd: 0.1, per: 1000, source: aws('ses') },
  events: {
    service: 'EventBridge',
    unit: 'events of our own',
    usd: 1,
    per: MILLION,
    source: aws('eventbridge'),
  },
  starts: {
    service: 'EventBridge',
    unit: 'scheduled starts',
    usd: 1,
    per: MILLION,
    source: aws('eventbridge'),
  },
  messages: { service: 'SQS', unit: 'requests', usd: 0.4, per: MILLION, source: aws('sqs') },
  secrets: { service: 'Secrets Manager', unit: 'secrets', usd: 0.4, per: 1, source: aws('secrets-manager') },
  secretReads: {
    service: 'Secrets Manager',
    unit: 'reads',
    usd: 5,
    per: MILLION,
    source: aws('secrets-manager'),
  },
  logged: { service: 'CloudWatch', unit: 'GB logged', usd: 0.5, per: 1, source: LOGS },
  logs: { service: 'CloudWatch', unit: 'GB of logs kept', usd: 0.03, per: 1, source: LOGS },
  metrics: { service: 'CloudWatch', unit: 'metrics of our own', usd: 0.3, per: 1, source: LOGS },
  alarms: { service: 'CloudWatch', unit: 'metrics in alarms', usd: 0.1, per: 1, source: LOGS },
  dashboards: { service: 'CloudWatch', unit: 'dashboards', usd: 3, per: 1, source: LOGS },
  traces: { service: 'X-Ray', unit: 'traces, at most', usd: 5, per: MILLION, source: aws('xray') },
  edgeRequests: { service: 'CloudFront', unit: 'requests', usd: 1, per: MILLION, source: aws('cloudfront') },
  firewalls: { service: 'WAF', unit: 'web ACLs, three rules', usd: 8, per: 1, source: aws('waf') },
} as const satisfies Record<string, Price>;

/** What AWS sells us. */
export type Good = keyof typeof PRICES;

/** US dollars. */
export function priceOf(good: Good, quantity: number): number {
  const { usd, per } = PRICES[good];
  return (usd * quantity) / per;
}
