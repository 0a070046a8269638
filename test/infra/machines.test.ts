import type { Template } from 'aws-cdk-lib/assertions';
import asl from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { shardRanges } from '../../lib/jobs/shard-range.ts';
import { object, parseObject, type Json, type JsonObject } from '../../lib/local/json.ts';
import { runStates } from '../../lib/local/states.ts';
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
    expect(tasks).toHaveLength(10);
    for (const task of tasks) expect(task['Retry']).toMatchObject([{ ErrorEquals: ['States.ALL'] }]);
  });

  it.each(['dev', 'prod'])('hand out every shard exactly once in %s', (name) => {
    const plans = definitions(synthesise(name).app).map((definition) => JSON.stringify(definition));
    const { shardsPerWorker } = settingsOf(name);
    for (const plan of plans) expect(plan).toContain(JSON.stringify(shardRanges(shardsPerWorker)));
  });

  it('hand on names, not data: 1,024 ranges are under 256 KB; every pass is one more round of the ranges', async () => {
    const none = await walk(0);
    expect(none.largest).toBeLessThan(200 * 1024);
    expect(none.calls).toHaveLength(2 * 1024 + 5 - 1);
    expect(none.calls.filter((asked) => asked.includes('pass'))).toEqual([]);
    const three = await walk(3);
    expect(three.calls).toHaveLength(none.calls.length + 3 * (1024 + 1));
    const fitted = three.calls.indexOf(FIT);
    const passes = three.calls.slice(fitted + 1, fitted + 1 + 3 * 1025);
    const once = [...Array.from({ length: 1024 }, () => PASS), ADD];
    expect(passes).toEqual([...once, ...once, ...once]);
  });

  it('of a night first find what it rests on, and tell every job of ranges and the fit', async () => {
    const [night, full] = [await walk(0, { kind: 'night' }), await walk(0)];
    expect(night.calls).toHaveLength(full.calls.length + 1);
    expect(night.calls[1]).toBe('tenant cut model');
    expect(night.largest).toBeLessThan(200 * 1024);
    expect([...night.bases]).toEqual(['b'.repeat(32)]);
    expect([...full.bases]).toEqual([null]);
  });

  it('have nights of their own where the settings say when, on the same clock', () => {
    const nights = 'cron(0 2 ? * TUE-SUN *)';
    const analysis = { ...settingsOf('dev').analysis, nights };
    const { app } = synthesise('dev', { analysis });
    const found = resources(app, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
    const nightly = found.filter(({ ScheduleExpression }) => ScheduleExpression === nights);
    expect(nightly.map(({ Target }) => JSON.parse((Target as { Input: string }).Input))).toEqual([
      { tenant: 'us', scheduledAt: '<aws.scheduler.scheduled-time>', kind: 'night' },
    ]);
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

/** What functions are told, by which they are known here. */
const [FIT, PASS, ADD] = [
  'tenant cut taken model rowsAtOnce base',
  'tenant runId pass range',
  'tenant runId pass',
];

/** The analysis with functions that answer as large as they can, in as many ranges as there are shards. */
async function walk(
  passes: number,
  more: JsonObject = {},
): Promise<{ calls: string[]; largest: number; bases: ReadonlySet<unknown> }> {
  const { app } = synthesise('dev', { shardsPerWorker: 1 });
  const definition = definitions(app).find(({ StartAt }) => StartAt === 'Forget the erased');
  const calls: string[] = [];
  const sizes: number[] = [];
  const bases = new Set<unknown>();
  let pass = 0;
  const answerTo = (asked: string): Json => {
    const many = 99_999_999;
    if (asked === 'tenant cut range base')
      return { range: { from: 1023, to: 1023 }, rows: many, record: 'f'.repeat(64) };
    if (asked === 'tenant cut model') return { base: 'b'.repeat(32), why: null };
    if (asked !== FIT && asked !== ADD) return { key: 'k' };
    return { runId: 'f'.repeat(32), rows: many, passing: pass < passes, pass: pass++ };
  };
  const world = {
    task: async (_: string, payload: Json): Promise<Json> => {
      const asked = Object.keys(payload ?? {}).join(' ');
      calls.push(asked);
      if (asked.includes('base')) bases.add(object(payload ?? {}, asked)['base']);
      return answerTo(asked);
    },
    sleep: () => Promise.resolve(),
    now: () => '2026-11-23T02:00:00Z',
    random: () => 0,
    record: (event: JsonObject) => void sizes.push(JSON.stringify(event).length),
  };
  const input = { tenant: 'a'.repeat(40), scheduledAt: '2026-11-23T02:00:00Z', ...more };
  await runStates(parseObject(JSON.stringify(definition), 'definition'), input, { world, context: {} });
  return { calls, largest: Math.max(...sizes), bases };
}

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
