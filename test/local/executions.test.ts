import { DescribeExecutionCommand, ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executions } from '../../lib/local/executions.ts';
import { gate } from '../../lib/local/policy.ts';
import { temporaryFolder, withStage } from './with-stage.ts';

describe('the synthesised state machine', () => {
  const fixture = withStage();
  const machine = () => fixture().stage.executions.machines[0] ?? '';
  const start = (input: object, name?: string) =>
    fixture()
      .clients()
      .machines.send(
        new StartExecutionCommand({ stateMachineArn: machine(), input: JSON.stringify(input), name }),
      );
  const end = async (executionArn: string | undefined) => {
    const describing = new DescribeExecutionCommand({ executionArn });
    await expect
      .poll(async () => (await fixture().clients().machines.send(describing)).status, { timeout: 20_000 })
      .not.toBe('RUNNING');
    return fixture().clients().machines.send(describing);
  };

  it('runs its distributed map and tasks with the bundled functions', async () => {
    const { executionArn } = await start({ tenant: 'us', items: [1, 2, 3] });
    const { status, output = '' } = await end(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output)).toMatchObject({
      tenant: 'us',
      results: [1, 2, 3].map((value) => ({ value, tenant: 'us', seen: true })),
      seen: true,
    });
  });

  it('fails as the state says, and tells why', async () => {
    const { executionArn } = await start({ items: [1] });
    expect(await end(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining("'$.tenant'"),
    });
  });

  it('starts one name once', async () => {
    const { executionArn } = await start({ tenant: 'us', items: [] }, 'named');
    await end(executionArn);
    await expect(start({ tenant: 'us', items: [] }, 'named')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await expect(start({ tenant: 'us', items: [] }, 'no:colons')).rejects.toMatchObject({
      name: 'InvalidName',
    });
  });

  it('keeps a history of every state beside its outcome', async () => {
    const { executionArn } = await start({ tenant: 'us', items: ['kept'] }, 'history');
    await end(executionArn);
    const folder = join(fixture().directory, 'executions');
    const file = readdirSync(folder).find((name) => name.includes('history.history.jsonl')) ?? '';
    const events = readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'StateEntered Each',
      'StateEntered Work item',
      'StateExited Work item',
      'StateExited Each',
      'StateEntered Last',
      'StateExited Last',
    ]);
  });

  it('may be started by the function that was granted it, and read by nobody else', async () => {
    const worker = fixture().clients(fixture().fn('Worker').id).machines;
    const input = '{"tenant":"us","items":[]}';
    const { executionArn } = await worker.send(
      new StartExecutionCommand({ stateMachineArn: machine(), input }),
    );
    await end(executionArn);
    await expect(worker.send(new ListExecutionsCommand({ stateMachineArn: machine() }))).rejects.toThrow(
      /ListExecutions/,
    );
    const { executions: listed = [] } = await fixture()
      .clients()
      .machines.send(new ListExecutionsCommand({ stateMachineArn: machine() }));
    expect(listed.map((one) => one.executionArn)).toContain(executionArn);
  });
});

describe('a state machine whose role may not invoke', () => {
  const fixture = withStage((template) =>
    template
      .replaceAll('"lambda:InvokeFunction"', '"lambda:GetFunction"')
      .replaceAll(String.raw`\"MaxAttempts\":6`, String.raw`\"MaxAttempts\":0`),
  );

  it('fails', async () => {
    const [machine = ''] = fixture().stage.executions.machines;
    const { executionArn } = fixture().stage.executions.start(machine, '{"tenant":"us","items":[1]}');
    await expect.poll(() => fixture().stage.executions.list(machine)[0]?.status).toBe('FAILED');
    expect(fixture().stage.executions.list(machine)[0]).toMatchObject({
      executionArn,
      cause: expect.stringContaining('lambda:InvokeFunction'),
    });
  });
});

describe('executions of an earlier stage', () => {
  it('are kept; what was running is told as aborted', () => {
    const folder = temporaryFolder([]);
    const kept = {
      executionArn: 'a:execution:M:n',
      stateMachineArn: 'a:stateMachine:M',
      name: 'n',
      startDate: 1,
      input: '{}',
    };
    writeFileSync(join(folder, 'M.n.json'), JSON.stringify({ ...kept, status: 'RUNNING' }));
    writeFileSync(
      join(folder, 'M.o.json'),
      JSON.stringify({
        ...kept,
        executionArn: 'a:execution:M:o',
        startDate: 2,
        status: 'SUCCEEDED',
        output: '1',
      }),
    );
    const open = () =>
      executions({ folder, machines: [], functions: [], gate: gate(new Map(), 'operator', () => {}) });
    for (const stage of [open(), open()])
      expect(stage.list('a:stateMachine:M').map(({ status }) => status)).toEqual(['SUCCEEDED', 'ABORTED']);
  });
});
