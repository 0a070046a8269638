import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressIn } from '../../lib/infra/settings.ts';
import { grantsOf } from './policies.ts';
import { anyResources, functionId, resources, settingsOf, synthesise } from './synthesise.ts';

let events: Template;
let mail: Template;
beforeAll(() => {
  events = synthesise('dev').app;
  mail = synthesise('local').app;
});

const post = (template: Template) => grantsOf(template, functionId(template, 'OutreachPost'));
const actionsOf = (template: Template) => [...new Set(post(template).map(({ action }) => action))].toSorted();
const ALWAYS = [
  'dynamodb:BatchGetItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'events:PutEvents',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'secretsmanager:GetSecretValue',
];
const TRACED = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

function variables(template: Template): Record<string, unknown> {
  const id = functionId(template, 'OutreachPost');
  const door = Object.fromEntries(resources(template, 'AWS::Lambda::Function'))[id];
  const found = door?.Properties['Environment'] as { Variables: Record<string, unknown> } | undefined;
  return found?.Variables ?? {};
}

describe('outreach', () => {
  it('with events knows nothing of SES', () => {
    expect(JSON.stringify(events.toJSON())).not.toMatch(/AWS::SES|"ses:|aws\.ses/);
    expect(actionsOf(events)).toEqual([...ALWAYS, ...TRACED].toSorted());
    expect(variables(events)).toMatchObject({ DELIVERY: 'events' });
  });

  it('with mail may send as its sender through its configuration set, and no other thing of SES', () => {
    expect(actionsOf(mail)).toEqual([...ALWAYS, 'ses:SendEmail', ...TRACED].toSorted());
    const on = post(mail)
      .filter(({ action }) => action.startsWith('ses:'))
      .map(({ resource }) => resource);
    expect(on).toHaveLength(3);
    for (const one of [':identity/survey@example.com"', ':identity/example.com"', ':configuration-set/'])
      expect(on.filter((resource) => resource.includes(one))).toHaveLength(1);
    expect(variables(mail)).toMatchObject({
      DELIVERY: 'mail',
      SENDER: settingsOf('local').outreach.sender,
      SURVEY_URL: { 'Fn::GetAtt': [expect.stringMatching(/^SurveySiteApi/), 'ApiEndpoint'] },
    });
  });

  it('reads the facts, and neither files nor reports', () => {
    const reached = post(mail).map(({ resource }) => resource);
    expect(reached.filter((resource) => /Files|Report|Intake/.test(resource))).toEqual([]);
    const tables = post(mail).filter(({ action }) => action.startsWith('dynamodb:'));
    expect(new Set(tables.map(({ resource }) => resource)).size).toBe(2);
  });

  it('sweeps every minute, once', () => {
    const schedule = anyResources(events, 'AWS::Scheduler::Schedule').find(([id]) =>
      id.startsWith('OutreachEveryMinute'),
    );
    expect(schedule?.[1].Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
  });

  it("hears from SES of its own configuration set's bounces, complaints and deliveries, by the default bus", () => {
    const [[set]] = resources(mail, 'AWS::SES::ConfigurationSet');
    const [[, told]] = resources(mail, 'AWS::SES::ConfigurationSetEventDestination');
    expect(told.Properties).toMatchObject({
      ConfigurationSetName: { Ref: set },
      EventDestination: { Enabled: true, MatchingEventTypes: ['bounce', 'complaint', 'delivery'] },
    });
    expect(JSON.stringify(told.Properties)).toContain(':event-bus/default');
    const rule = anyResources(mail, 'AWS::Events::Rule').find(([id]) => id.startsWith('Outreach'));
    expect(rule?.[1].Properties['EventPattern']).toEqual({
      source: ['aws.ses'],
      'detail-type': ['Email Bounced', 'Email Complaint Received', 'Email Delivered'],
      detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: set }] } } },
    });
    expect(JSON.stringify(rule?.[1].Properties['Targets'])).toContain('IntakeEventsInQueue');
  });

  it('has a bus of its own for the marketplace', () => {
    const buses = resources(events, 'AWS::Events::EventBus').map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(buses).toEqual(['IntakeBusus', 'OutreachBus']);
    const grant = post(events).find(({ action }) => action === 'events:PutEvents');
    expect(grant?.resource).toMatch(/OutreachBus/);
  });
});

it('the address of a sender is found in both ways of writing it', () => {
  expect(addressIn('Seller Trust <survey@example.com>')).toBe('survey@example.com');
  expect(addressIn('survey@example.com')).toBe('survey@example.com');
  expect(() => addressIn('nobody')).toThrow('requires a sender');
});
