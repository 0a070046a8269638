import { awsCronExpressionValidator } from 'aws-cron-expression-validator';
import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../lib/domain/time-zone.ts';
import { anyResources, resources, synthesise } from './synthesise.ts';

describe.each(['dev', 'prod', 'local'])('the schedules of %s', (stage) => {
  const { app } = synthesise(stage);

  it('are in the syntax of EventBridge Scheduler, in a zone there is', () => {
    const schedules = resources(app, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
    expect(schedules.length).toBeGreaterThanOrEqual(4);
    for (const { ScheduleExpression, ScheduleExpressionTimezone = 'Etc/UTC' } of schedules) {
      expect(fires(String(ScheduleExpression))).toBe(true);
      expect(isTimeZone(String(ScheduleExpressionTimezone))).toBe(true);
    }
  });

  it('are all there are: no rule has one of its own', () => {
    const rules = anyResources(app, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    expect(rules.filter(({ ScheduleExpression }) => ScheduleExpression !== undefined)).toEqual([]);
  });
});

describe('the reader of schedules', () => {
  it.each([
    'cron(0 9 * * 2)',
    'cron(0 9 * * TUE *)',
    'cron(0 24 ? * TUE *)',
    'rate(1 minutes)',
    'rate(0 hours)',
    'daily',
  ])('refuses %s', (expression) => expect(fires(expression)).toBe(false));
});

/** Whether a schedule is a cron expression of six fields or a rate. */
function fires(expression: string): boolean {
  const [, fields] = /^cron\((.*)\)$/.exec(expression) ?? [];
  if (fields === undefined)
    return /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/.test(expression);
  try {
    return awsCronExpressionValidator(fields) !== undefined;
  } catch {
    return false;
  }
}
