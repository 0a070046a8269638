import type { Template } from 'aws-cdk-lib/assertions';
import asl from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { shardRanges } from '../../lib/jobs/shard-range.ts';
import { resources, settingsOf, synthesise } from './synthesise.ts';

let stage: ReturnType<typeof synthesise>;
beforeAll(() => {
  stage = synthesise();
});

describe('state machines', () => {
  it('are valid Amazon States Language of the kinds the local stage runs', () => {
    for (const definition of definitions()) {
      expect(asl(definition)).toMatchObject({ isValid: true });
      for (const state of statesOf(definition)) {
        expect(['Task', 'Pass', 'Map', 'Choice', 'Fail']).toContain(state['Type']);
      }
    }
  });

  it('try every job again', () => {
    const tasks = definitions()
      .flatMap(statesOf)
      .filter((state) => state['Type'] === 'Task');
    expect(tasks).toHaveLength(9);
    for (const task of tasks) expect(task['Retry']).toMatchObject([{ ErrorEquals: ['States.ALL'] }]);
  });

  it.each(['dev', 'prod'])('hand out every shard exactly once in %s', (name) => {
    const plans = definitions(synthesise(name).app).map((definition) => JSON.stringify(definition));
    const { shardsPerWorker } = settingsOf(name);
    for (const plan of plans) expect(plan).toContain(JSON.stringify(shardRanges(shardsPerWorker)));
  });

  it("start on the schedule's clock, for each tenant", () => {
    const schedules = resources(stage.app, 'AWS::Scheduler::Schedule').filter(
      ([, { Properties }]) => Properties['ScheduleExpression'] !== 'rate(1 minute)', // the outbox
    );
    const inputs = schedules.map(([, { Properties }]) => {
      const { Input } = Properties['Target'] as { Input: string };
      return JSON.parse(Input);
    });
    const night = { tenant: 'us', scheduledAt: '<aws.scheduler.scheduled-time>' };
    expect(inputs).toEqual([
      night,
      { ...night, questionnaire: 'recommendation' },
      { ...night, questionnaire: 'quarterly' },
    ]);
  });

  it('ask no quarterly questionnaire where the settings have none', () => {
    const wave = { ...settingsOf('dev').wave, quarterly: null };
    const template = JSON.stringify(synthesise('dev', { wave }).app.toJSON());
    expect(template).toContain('recommendation');
    expect(template).not.toMatch(/questionnaire[^}]*quarterly/);
    expect(JSON.stringify(stage.app.toJSON())).toMatch(/questionnaire[^}]*quarterly/);
  });
});

type State = Record<string, unknown>;

/** The definitions with every reference replaced by an ARN of the right shape. */
function definitions(template: Template = stage.app): State[] {
  return resources(template, 'AWS::StepFunctions::StateMachine').map(([, { Properties }]) => {
    const { 'Fn::Join': joined } = Properties['DefinitionString'] as { 'Fn::Join': [string, unknown[]] };
    const arn = 'arn:aws:lambda:us-east-1:111111111111:function:x';
    return JSON.parse(joined[1].map((part) => (typeof part === 'string' ? part : arn)).join(''));
  });
}

function statesOf(definition: State): State[] {
  return Object.values(definition['States'] as Record<string, State>).flatMap((state) => {
    const inner = state['ItemProcessor'] as State | undefined;
    return inner === undefined ? [state] : [state].concat(statesOf(inner));
  });
}
