import { describe, expect, it } from 'vitest';
import { type Stack, resourcesOf } from '../../lib/local/assembly.ts';
import { outputsOf, resolver } from '../../lib/local/intrinsics.ts';
import type { Json } from '../../lib/local/json.ts';

const place = { region: 'eu-west-1', account: '123456789012', site: 'http://127.0.0.1:1' };
const data: Stack = {
  name: 'data',
  assets: new Map(),
  template: {
    Resources: {
      Table: { Type: 'AWS::DynamoDB::GlobalTable' },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'named' } },
    },
    Outputs: {
      TableArn: {
        Value: { 'Fn::GetAtt': ['Table', 'Arn'] },
        Export: { Name: { 'Fn::Sub': '${AWS::StackName}:TableArn' } },
      },
      Plain: { Value: 'text' },
    },
  },
};
const app: Stack = {
  name: 'app',
  assets: new Map(),
  template: {
    Parameters: { Size: { Type: 'String', Default: 'small' } },
    Resources: {
      Machine: { Type: 'AWS::StepFunctions::StateMachine' },
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Queue: { Type: 'AWS::SQS::Queue' },
    },
    Outputs: { Site: { Value: { 'Fn::GetAtt': 'Api.ApiEndpoint' } } },
  },
};
const stacks = [data, app];
const resolve = resolver(stacks, resourcesOf(stacks), place);

describe('intrinsic functions of a template', () => {
  it.each<[Json, Json]>([
    [{ Ref: 'Size' }, 'small'],
    [{ Ref: 'Machine' }, 'arn:aws:states:eu-west-1:123456789012:stateMachine:app-Machine'],
    [{ Ref: 'Queue' }, 'https://sqs.eu-west-1.amazonaws.com/123456789012/app-Queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-west-1:123456789012:app-Queue'],
    [{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, 'http://127.0.0.1:1'],
    [
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'AWS::Region' }]] },
      'arn:aws:eu-west-1',
    ],
    [
      { 'Fn::Sub': '${Size}-${!kept}-${Queue.Arn}-${AWS::AccountId}' },
      'small-${kept}-arn:aws:sqs:eu-west-1:123456789012:app-Queue-123456789012',
    ],
    [{ 'Fn::Sub': ['${own}', { own: { Ref: 'Size' } }] }, 'small'],
    [{ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: 'Machine' }] }] }, 'app-Machine'],
    [{ 'Fn::ImportValue': 'data:TableArn' }, 'arn:aws:dynamodb:eu-west-1:123456789012:table/data-Table'],
    [
      { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'TableArn' } },
      'arn:aws:dynamodb:eu-west-1:123456789012:table/data-Table',
    ],
    [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }, 2] }, { b: [1, 2] }],
    [
      { Ref: 'Size', Other: 1 },
      { Ref: 'Size', Other: 1 },
    ],
  ])('%j', (value, expected) => {
    expect(resolve(app, value)).toEqual(expected);
  });

  it('takes given names and makes the others from stack and logical id', () => {
    expect(resolve(data, [{ Ref: 'Bucket' }, { Ref: 'Table' }])).toEqual(['named', 'data-Table']);
  });

  it('collects the outputs of all stacks', () => {
    expect(outputsOf(stacks, resolve)).toMatchObject({ Plain: 'text', Site: 'http://127.0.0.1:1' });
  });

  it.each<[Json, RegExp]>([
    [{ 'Fn::FindInMap': ['a', 'b', 'c'] }, /does not know Fn::FindInMap/],
    [{ Ref: 'Missing' }, /app refers to Missing/],
    [{ 'Fn::ImportValue': 'nobody' }, /no stack exports nobody/],
    [{ 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Missing' } }, /no output Missing/],
  ])('refuses %j by name', (value, message) => {
    expect(() => resolve(app, value)).toThrow(message);
  });
});
