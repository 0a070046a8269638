import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lib/local/json.ts';
import { StatesError } from '../../lib/local/states-error.ts';
import type { World } from '../../lib/local/states-run.ts';
import { checkStates, runStates } from '../../lib/local/states.ts';

/** A world whose tasks are functions, whose clock is instant and which remembers how long it was told to wait. */
function worldOf(tasks: Record<string, (payload: Json) => Json | Promise<Json>> = {}) {
  const waits: number[] = [];
  const world: World = {
    task: async (resource, payload) => (tasks[resource] ?? (() => payload))(payload),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    now: () => '2026-11-22T02:00:00.000Z',
    random: () => 0.5,
    record: () => {},
  };
  return { world, waits };
}

/** One state, run alone. */
function one(state: JsonObject, input: Json, world: World = worldOf().world): Promise<Json> {
  return runStates({ StartAt: 'S', States: { S: { End: true, ...state } } }, input, {
    world,
    context: { Execution: { Name: 'n' } },
  });
}

const fails =
  (error: string, cause = 'why') =>
  () => {
    throw new StatesError(error, cause);
  };

describe('input and output', () => {
  const task = { Type: 'Task', Resource: 'echo' };

  it.each<[string, JsonObject, Json, Json]>([
    ['InputPath narrows what the state sees', { InputPath: '$.a' }, { a: 1, b: 2 }, 1],
    ['InputPath null gives nothing', { InputPath: null }, { a: 1 }, {}],
    [
      'Parameters are filled',
      { Parameters: { 'x.$': '$.a.b', y: 'as it is', 'z.$': '$$.Execution.Name' } },
      { a: { b: [1] } },
      { x: [1], y: 'as it is', z: 'n' },
    ],
    ['ResultSelector reshapes', { ResultSelector: { 'n.$': '$.a' } }, { a: 1, b: 2 }, { n: 1 }],
    [
      'ResultPath adds',
      { Parameters: { k: 1 }, ResultPath: '$.r.s' },
      { a: 1 },
      { a: 1, r: { s: { k: 1 } } },
    ],
    ['ResultPath null discards', { Parameters: { k: 1 }, ResultPath: null }, { a: 1 }, { a: 1 }],
    [
      'ResultPath adds to the raw input, not to what InputPath left',
      { InputPath: '$.a', ResultPath: '$.r' },
      { a: 1 },
      { a: 1, r: 1 },
    ],
    ['OutputPath narrows what is handed on', { OutputPath: '$.a' }, { a: 1, b: 2 }, 1],
    [
      'paths reach into lists',
      { Parameters: { 'x.$': '$.l[1]', 'y.$': '$.l[*].n', 'z.$': "$['odd name']" } },
      { l: [{ n: 1 }, { n: 2 }, {}], 'odd name': 0 },
      { x: { n: 2 }, y: [1, 2], z: 0 },
    ],
  ])('%s', async (_, fields, input, output) => {
    expect(await one({ ...task, ...fields }, input)).toEqual(output);
  });

  it('fails on a path that leads nowhere', async () => {
    await expect(one({ ...task, InputPath: '$.missing' }, {})).rejects.toMatchObject({
      error: 'States.Runtime',
    });
  });

  it('fails on more than 256 KB', async () => {
    const large = { Type: 'Pass' };
    await expect(one(large, 'x'.repeat(256 * 1024))).rejects.toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });

  it('Pass gives its Result, or its input', async () => {
    expect(await one({ Type: 'Pass', Result: { a: 1 }, ResultPath: '$.plan' }, { b: 2 })).toEqual({
      b: 2,
      plan: { a: 1 },
    });
    expect(await one({ Type: 'Pass' }, { b: 2 })).toEqual({ b: 2 });
  });
});

describe('intrinsic functions, with the examples of the AWS documentation', () => {
  it.each<[string, Json]>([
    ["States.Format('Hello, my name is {}.', $.name)", 'Hello, my name is Arnav.'],
    ["States.Format('{} {}', 'it\\'s', $.n)", "it's 3"],
    ['States.Array($.n, 1)', [3, 1]],
    ['States.ArrayPartition($.list, 4)', [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
    ['States.ArrayContains($.list, 5)', true],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayGetItem($.list, 5)', 6],
    ['States.ArrayLength($.list)', 9],
    ['States.ArrayUnique($.twice)', [1, 2, 3]],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGVjb2RlZCBkYXRh')", 'Decoded data'],
    ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.one, $.two, false)', { a: { a3: 1, a4: 2 }, b: 2, c: 3 }],
    ['States.JsonToString($.one)', '{"a":{"a1":1,"a2":2},"b":2}'],
    ['States.StringToJson($.text)', { a: [1] }],
    ['States.MathAdd($.n, -1)', 2],
    ["States.StringSplit('1,2+3,', ',+')", ['1', '2', '3']],
    ["States.ArrayLength(States.Array('a, b', States.Format('({})', $.n)))", 2],
  ])('%s', async (expression, expected) => {
    const input = {
      name: 'Arnav',
      n: 3,
      list: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      twice: [1, 2, 3, 3, 2, 1],
      one: { a: { a1: 1, a2: 2 }, b: 2 },
      two: { a: { a3: 1, a4: 2 }, c: 3 },
      text: '{"a":[1]}',
    };
    expect(await one({ Type: 'Pass', Parameters: { 'v.$': expression } }, input)).toEqual({ v: expected });
  });
});

const choose = (rule: JsonObject, input: Json) =>
  runStates(
    {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
        Yes: { Type: 'Pass', Result: true, End: true },
        No: { Type: 'Pass', Result: false, End: true },
      },
    },
    input,
    { world: worldOf().world, context: {} },
  );

describe('Choice', () => {
  it.each<[JsonObject, Json, boolean]>([
    [{ Variable: '$.a', NumericGreaterThan: 1 }, { a: 2 }, true],
    [{ Variable: '$.a', NumericGreaterThan: 1 }, { a: '2' }, false],
    [{ Variable: '$.a', NumericLessThanEqualsPath: '$.b' }, { a: 2, b: 2 }, true],
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 'x' }, true],
    [{ Variable: '$.a', StringMatches: 'log-*.txt' }, { a: 'log-1.txt' }, true],
    [{ Variable: '$.a', StringMatches: 'a\\*b' }, { a: 'axb' }, false],
    [{ Variable: '$.a', BooleanEquals: false }, { a: false }, true],
    [
      { Variable: '$.a', TimestampLessThan: '2026-11-22T02:00:00.5Z' },
      { a: '2026-11-22T03:00:00+01:00' },
      true,
    ],
    [{ Variable: '$.a', IsPresent: false }, {}, true],
    [{ Variable: '$.a', IsNull: true }, { a: null }, true],
    [{ Variable: '$.a', IsNumeric: true }, { a: '1' }, false],
    [{ Variable: '$.a', IsTimestamp: true }, { a: '2026-11-22' }, false],
    [{ Not: { Variable: '$.a', StringEquals: 'x' } }, { a: 'y' }, true],
    [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', NumericEquals: 1 },
        ],
      },
      {},
      false,
    ],
    [
      {
        Or: [
          { Variable: '$.a', IsPresent: false },
          { Variable: '$.a', NumericEquals: 1 },
        ],
      },
      {},
      true,
    ],
  ])('%j of %j is %j', async (rule, input, expected) => {
    expect(await choose(rule, input)).toBe(expected);
  });

  it('fails where nothing matches and nothing is the default', async () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'S' }] };
    await expect(one(choice, { a: 1 })).rejects.toMatchObject({ error: 'States.NoChoiceMatched' });
  });
});

describe('errors', () => {
  const task = { Type: 'Task', Resource: 'work' };

  it('are tried again after growing waits, up to MaxAttempts, then thrown', async () => {
    const { world, waits } = worldOf({ work: fails('Busy') });
    const Retry = [
      { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 },
    ];
    await expect(one({ ...task, Retry }, {}, world)).rejects.toMatchObject({ error: 'Busy' });
    expect(waits).toEqual([2000, 6000, 18_000, 20_000]);
  });

  it('have a count of tries for each retrier', async () => {
    let n = 0;
    const { world, waits } = worldOf({ work: () => fails(n++ % 2 === 0 ? 'A' : 'B')() });
    const Retry = ['A', 'B'].map((name) => ({
      ErrorEquals: [name],
      MaxAttempts: 2,
      IntervalSeconds: name === 'A' ? 1 : 10,
      BackoffRate: 1,
    }));
    await expect(one({ ...task, Retry }, {}, world)).rejects.toMatchObject({ error: 'A' });
    expect(waits).toEqual([1000, 10_000, 1000, 10_000]);
  });

  it('wait less with full jitter', async () => {
    const { world, waits } = worldOf({ work: fails('Busy') });
    const Retry = [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 4, MaxAttempts: 1, JitterStrategy: 'FULL' },
    ];
    await expect(one({ ...task, Retry }, {}, world)).rejects.toThrow('why');
    expect(waits).toEqual([2000]);
  });

  it('are over once a try succeeds', async () => {
    let tries = 0;
    const { world } = worldOf({ work: () => (++tries < 3 ? fails('Busy')() : 'done') });
    expect(await one({ ...task, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }, {}, world)).toBe('done');
  });

  it('go where Catch says, with the error put into the input', async () => {
    const { world } = worldOf({ work: fails('Sandbox.Timedout', 'late') });
    const machine = {
      StartAt: 'S',
      States: {
        S: {
          ...task,
          End: true,
          Catch: [
            { ErrorEquals: ['Other'], Next: 'No' },
            { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Yes' },
          ],
        },
        No: { Type: 'Fail' },
        Yes: { Type: 'Succeed' },
      },
    };
    const output = await runStates(machine, { kept: 1 }, { world, context: {} });
    expect(output).toEqual({ kept: 1, failure: { Error: 'Sandbox.Timedout', Cause: 'late' } });
  });

  it('of the machine itself are not caught by States.ALL', async () => {
    const caught = { ...task, InputPath: '$.missing', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] };
    await expect(one(caught, {})).rejects.toMatchObject({ error: 'States.Runtime' });
  });

  it('come from Fail with its words', async () => {
    await expect(
      one({ Type: 'Fail', Error: 'E', CausePath: '$.why' }, { why: 'because' }),
    ).rejects.toMatchObject({ error: 'E', message: 'because' });
  });

  it('come from a task that takes longer than TimeoutSeconds', async () => {
    const { world } = worldOf({ work: () => new Promise(() => {}) });
    await expect(one({ ...task, TimeoutSeconds: 5 }, {}, world)).rejects.toMatchObject({
      error: 'States.Timeout',
    });
  });

  it('of the interpreter itself are not dressed up as the machine’s', async () => {
    const { world } = worldOf({
      work: () => {
        throw new TypeError('a bug');
      },
    });
    await expect(one({ ...task, Retry: [{ ErrorEquals: ['States.ALL'] }] }, {}, world)).rejects.toThrow(
      TypeError,
    );
  });
});

describe('Wait', () => {
  it.each<[JsonObject, number]>([
    [{ Seconds: 10 }, 10_000],
    [{ SecondsPath: '$.s' }, 3000],
    [{ Timestamp: '2026-11-22T02:01:00Z' }, 60_000],
    [{ TimestampPath: '$.past' }, 0],
  ])('%j waits %i ms', async (fields, expected) => {
    const { world, waits } = worldOf();
    await one({ Type: 'Wait', ...fields }, { s: 3, past: '2020-01-01T00:00:00Z' }, world);
    expect(waits).toEqual([expected]);
  });
});

const branch = (name: string) => ({
  StartAt: name,
  States: { [name]: { Type: 'Pass', Parameters: { [name]: true, 'in.$': '$.a' }, End: true } },
});

describe('Parallel', () => {
  it('gives every branch the input and the results in order', async () => {
    const output = await one(
      { Type: 'Parallel', Branches: [branch('A'), branch('B')], ResultPath: '$.r' },
      { a: 1 },
    );
    expect(output).toEqual({
      a: 1,
      r: [
        { A: true, in: 1 },
        { B: true, in: 1 },
      ],
    });
  });
});

const map = (fields: JsonObject, mode = 'INLINE') => ({
  Type: 'Map',
  ItemProcessor: {
    ProcessorConfig: { Mode: mode },
    StartAt: 'W',
    States: { W: { Type: 'Task', Resource: 'work', End: true } },
  },
  ...fields,
});

describe('Map', () => {
  it('hands each item on by ItemSelector and keeps the order of results', async () => {
    const { world } = worldOf({ work: async (payload) => payload });
    const ItemSelector = { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 't.$': '$.tenant' };
    const output = await one(
      map({ ItemsPath: '$.l', ItemSelector, ResultPath: '$.r' }),
      { l: ['a', 'b'], tenant: 'us' },
      world,
    );
    expect(output).toMatchObject({
      r: [
        { v: 'a', i: 0, t: 'us' },
        { v: 'b', i: 1, t: 'us' },
      ],
    });
  });

  it('runs at most MaxConcurrency at once', async () => {
    let [running, most] = [0, 0];
    const work = async (payload: Json) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return payload;
    };
    await one(
      map({ MaxConcurrency: 3 }),
      Array.from({ length: 20 }, (_, i) => i),
      worldOf({ work }).world,
    );
    expect(most).toBe(3);
  });

  it('inline, fails with the error of the item; distributed, with its own', async () => {
    const { world } = worldOf({ work: (payload) => (payload === 2 ? fails('Odd')() : payload) });
    await expect(one(map({}), [1, 2, 3], world)).rejects.toMatchObject({ error: 'Odd' });
    await expect(one(map({}, 'DISTRIBUTED'), [1, 2, 3], world)).rejects.toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it.each([
    [{ ToleratedFailurePercentage: 50 }, 'tolerates'],
    [{ ToleratedFailurePercentage: 49 }, 'fails'],
    [{ ToleratedFailureCount: 2 }, 'tolerates'],
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 100 }, 'fails'],
  ] as const)('distributed, with %j and 2 of 4 failing, %s', async (fields, expected) => {
    const { world } = worldOf({ work: (payload) => (Number(payload) % 2 === 0 ? fails('Even')() : payload) });
    const outcome = one(map(fields, 'DISTRIBUTED'), [1, 2, 3, 4], world).then(
      () => 'tolerates',
      () => 'fails',
    );
    expect(await outcome).toBe(expected);
  });

  it('makes nothing of nothing', async () => {
    expect(await one(map({}), [])).toEqual([]);
    await expect(one(map({}), { not: 'a list' })).rejects.toMatchObject({ error: 'States.Runtime' });
  });
});

describe('what the interpreter does not know', () => {
  it.each<[JsonObject, RegExp]>([
    [{ Type: 'Map', ItemReader: {}, End: true }, /S: .* ItemReader/],
    [{ Type: 'Task', Assign: {}, End: true }, /Assign/],
    [{ Type: 'Pass', QueryLanguage: 'JSONata', End: true }, /JSONPath only/],
    [
      {
        Type: 'Parallel',
        Branches: [{ StartAt: 'T', States: { T: { Type: 'Task', HeartbeatSeconds: 1 } } }],
      },
      /T: .* HeartbeatSeconds/,
    ],
  ])('%j is refused at the start, by name', (state, message) => {
    expect(() => checkStates({ StartAt: 'S', States: { S: state } })).toThrow(message);
  });
});
