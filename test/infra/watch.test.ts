import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { METRIC } from '../../lib/domain/metric.ts';
import { ROOT } from '../../lib/infra/function.ts';
import { anyResources, type Resource, resources, settingsOf, synthesise } from './synthesise.ts';

const MAIL = { delivery: 'mail', sender: 'Seller Trust <survey@example.com>' } as const;
const WATCHED = {
  urgent: ['ops@example.com'],
  normal: [],
  monthlyBudget: { amount: 100, email: 'ops@example.com' },
};
const READERS = {
  ...settingsOf('dev').report,
  signIn: {
    issuer: 'https://id.example.com',
    clientId: 'reports',
    scope: 'openid',
    audience: ['reports'],
    tenantsClaim: 'tenants',
  },
};
const runbook = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
const text = (value: unknown): string => String(value);

/** Days the alarm of overdue reports waits under a schedule; undefined: there is none. */
const waits = (schedule: string) => {
  const { analysis } = settingsOf('dev');
  const { app } = synthesise('dev', { analysis: { ...analysis, schedule } });
  const found = resources(app, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  return found.find(({ MetricName }) => MetricName === METRIC.published)?.['EvaluationPeriods'];
};

let watched: ReturnType<typeof synthesise>;
let alarms: Resource[];
beforeAll(() => {
  watched = synthesise('dev', { outreach: MAIL, watch: WATCHED, report: READERS });
  alarms = resources(watched.app, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);
});

describe('alarms', () => {
  it('and articles of the runbook are the same list', () => {
    const named = alarms.map(
      ({ Properties }) => /docs\/runbook\.md#([a-z-]+)$/.exec(text(Properties['AlarmDescription']))?.[1],
    );
    const articles = [...runbook.matchAll(/^### ([a-z-]+)$/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(articles.toSorted());
  });

  it('say how urgent they are, as their article does, and tell those who listen to it', () => {
    const topics = resources(watched.app, 'AWS::SNS::Topic').map(([id]) => id);
    for (const { Properties } of alarms) {
      const [, severity = '', name = ''] =
        /^\[(urgent|normal)\] .*#([a-z-]+)$/.exec(text(Properties['AlarmDescription'])) ?? [];
      const [, article = ''] = runbook.split(`### ${name}\n`);
      expect([name, article.trimStart().startsWith(`_${severity}._`)]).toEqual([name, true]);
      const topic = topics.find((id) => id.toLowerCase().includes(severity)) ?? 'none';
      expect(Properties['AlarmActions']).toEqual([{ Ref: topic }]);
      expect(Properties['OKActions']).toEqual([{ Ref: topic }]);
    }
  });

  it('each article says how to resolve it', () => {
    const articles = runbook.split(/^### /m).slice(1);
    for (const article of articles) expect(article).toContain('**Resolve.**');
  });

  it('watch only metrics that functions count, in the namespace these were given', () => {
    const ours = JSON.stringify(watched.app.toJSON()).matchAll(
      /"MetricName":"(\w+)","Namespace":"SellerTrust\/dev"/g,
    );
    const names = [...ours].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) expect(Object.values(METRIC)).toContain(name);
    for (const [, { Properties }] of resources(watched.app, 'AWS::Lambda::Function'))
      expect(Properties['Environment']).toMatchObject({
        Variables: { POWERTOOLS_METRICS_NAMESPACE: 'SellerTrust/dev' },
      });
  });

  it('are silent where nothing happens, but for what must happen', () => {
    const loud = alarms.filter(({ Properties }) => Properties['TreatMissingData'] === 'breaching');
    expect(loud.map(({ Properties }) => Properties['MetricName'])).toEqual([METRIC.published, METRIC.late]);
  });

  it('wait for a report as long as the schedule lets it wait, and for none that comes more seldom than they look back', () => {
    expect(['cron(0 2 ? * MON *)', 'cron(0 2 * * ? *)', 'cron(0 2 1 * ? *)'].map(waits)).toEqual([
      7,
      2,
      undefined,
    ]);
  });

  it('know nothing of mails where none are sent', () => {
    const events = synthesise().app;
    expect(JSON.stringify(events.toJSON())).not.toContain('Reputation.');
  });
});

describe('whoever is to be told', () => {
  it('is subscribed to what the settings say', () => {
    const subscribed = resources(watched.app, 'AWS::SNS::Subscription').map(([, { Properties }]) => [
      Properties['Protocol'],
      Properties['Endpoint'],
    ]);
    expect(subscribed).toEqual([['email', 'ops@example.com']]);
  });

  it('hears of a month that costs too much, if there is a budget', () => {
    const [[, { Properties }]] = resources(watched.app, 'AWS::Budgets::Budget');
    expect(Properties['Budget']).toMatchObject({
      BudgetLimit: { Amount: 100, Unit: 'USD' },
      CostFilters: { TagKeyValue: ['user:stage$dev'] },
    });
    expect(settingsOf('dev').watch.monthlyBudget).toBeNull();
    expect(anyResources(synthesise().app, 'AWS::Budgets::Budget')).toEqual([]);
  });
});

it('the dashboard shows every alarm, the funnel, what waits and how runs go', () => {
  const [[, { Properties }]] = resources(watched.app, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(Properties['DashboardBody']);
  for (const title of ['Alarms', 'Funnel', 'What waits', 'Requests', 'Runs and waves'])
    expect(body).toContain(title);
  expect(body.match(/AlarmName|Arn/g)?.length).toBeGreaterThanOrEqual(alarms.length);
});
