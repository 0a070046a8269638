import type { Resource } from './assembly.ts';

/** Where the stage pretends to stand. The account is nobody's. */
export interface Place {
  readonly region: string;
  readonly account: string;
  /** The address of the HTTP front, for `ApiEndpoint`. */
  readonly site: string;
}

const NAMED_BY: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** `Ref` of these is the ARN; of the others, the name. */
const REF_IS_ARN = new Set([
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::SNS::Topic',
]);

/** The physical name: as given, else from stack and logical id, so that it is the same at every start. */
export function nameOf(resource: Resource): string {
  const given = resource.properties[NAMED_BY[resource.type] ?? ''];
  if (typeof given === 'string') return given;
  const made = `${resource.stack.name}-${resource.id}`;
  return resource.type === 'AWS::S3::Bucket' ? made.toLowerCase().slice(0, 63) : made;
}

export function arnOf(resource: Resource, { region, account }: Place): string {
  const name = nameOf(resource);
  const here = `${region}:${account}`;
  const arns: Readonly<Record<string, string>> = {
    'AWS::DynamoDB::GlobalTable': `dynamodb:${here}:table/${name}`,
    'AWS::DynamoDB::Table': `dynamodb:${here}:table/${name}`,
    'AWS::Events::EventBus': `events:${here}:event-bus/${name}`,
    'AWS::IAM::Role': `iam::${account}:role/${name}`,
    'AWS::Lambda::Function': `lambda:${here}:function:${name}`,
    'AWS::Logs::LogGroup': `logs:${here}:log-group:${name}:*`,
    'AWS::S3::Bucket': `s3:::${name}`,
    'AWS::SES::ConfigurationSet': `ses:${here}:configuration-set/${name}`,
    'AWS::SNS::Topic': `sns:${here}:${name}`,
    'AWS::SQS::Queue': `sqs:${here}:${name}`,
    'AWS::SecretsManager::Secret': `secretsmanager:${here}:secret:${name}-000000`,
    'AWS::StepFunctions::StateMachine': `states:${here}:stateMachine:${name}`,
  };
  const service = resource.type.split('::')[1]?.toLowerCase();
  return `arn:aws:${arns[resource.type] ?? `${service}:${here}:${name}`}`;
}

export function refOf(resource: Resource, place: Place): string {
  if (resource.type === 'AWS::ApiGatewayV2::Api') return resource.id;
  if (resource.type === 'AWS::SQS::Queue')
    return `https://sqs.${place.region}.amazonaws.com/${place.account}/${nameOf(resource)}`;
  return REF_IS_ARN.has(resource.type) ? arnOf(resource, place) : nameOf(resource);
}

export function attributeOf(resource: Resource, attribute: string, place: Place): string {
  if (attribute === 'ApiEndpoint') return place.site;
  if (attribute === 'Arn' || attribute === 'TopicArn') return arnOf(resource, place);
  if (attribute === 'Name' || attribute === 'QueueName') return nameOf(resource);
  return `${nameOf(resource)}.${attribute}`;
}
