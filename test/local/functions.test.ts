import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { object } from '../../lib/local/json.ts';
import { withStage } from './with-stage.ts';

const DEPLOYED = ['TABLE', 'BUCKET', 'SECRET', 'ONLY'];
const LAMBDA =
  `_HANDLER AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION
  AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_FUNCTION_MEMORY_SIZE
  AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API
  LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR LANG PATH TZ`.split(/\s+/);
const LOCAL = ['AWS_ENDPOINT_URL', 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'];

describe('a bundled function as a child process', () => {
  const fixture = withStage();

  it('sees the variables that the template and Lambda set, and nothing else', async () => {
    process.env['LEAKED_FROM_THE_STAGE'] = 'must not arrive';
    const seen = object(await fixture().call('Worker', { do: 'environment' }), 'environment');
    delete process.env['LEAKED_FROM_THE_STAGE'];
    expect(Object.keys(seen).sort()).toEqual([...DEPLOYED, ...LAMBDA, ...LOCAL].sort());
    expect(seen).toMatchObject({
      ONLY: 'what the template says',
      TABLE: expect.stringContaining('Facts'),
      AWS_ACCESS_KEY_ID: fixture().fn('Worker').id,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL: fixture().stage.endpoint,
    });
  });

  it('learns the address of the HTTP API where the template refers to it', async () => {
    expect(await fixture().call('Hasty', { do: 'environment' })).toMatchObject({
      SITE: fixture().stage.site,
    });
  });

  it('reports what the handler threw, by its name', async () => {
    const outcome = await fixture()
      .fn('Worker')
      .invoke('{"do":"fail","name":"TooMany","message":"42 of them"}');
    expect(outcome).toMatchObject({ ok: false, error: { errorType: 'TooMany', errorMessage: '42 of them' } });
  });

  it('is killed at its timeout, even in a busy loop, and starts afresh for the next event', async () => {
    const outcome = await fixture().fn('Hasty').invoke('{"do":"spin"}');
    expect(outcome).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
    expect(await fixture().call('Hasty', { do: 'echo', again: true })).toEqual({ do: 'echo', again: true });
  });

  it('may end its process: that event fails, the next one is served', async () => {
    const outcome = await fixture().fn('Worker').invoke('{"do":"exit"}');
    expect(outcome).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
    expect(await fixture().call('Worker', { do: 'echo' })).toEqual({ do: 'echo' });
  });

  it('serves many events at once, each its own answer', async () => {
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    const answers = await Promise.all(numbers.map((n) => fixture().call('Worker', { do: 'echo', n })));
    expect(answers).toEqual(numbers.map((n) => ({ do: 'echo', n })));
  });

  it('logs to a file of its own', async () => {
    await fixture().call('Worker', { do: 'log', line: 'a line for the log' });
    const file = join(fixture().directory, 'logs', `${fixture().fn('Worker').id}.log`);
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toContain('a line for the log');
  });

  it('reads the secret the template describes', async () => {
    const secret = JSON.parse(String(await fixture().call('Worker', { do: 'secret' })));
    expect(secret).toEqual({ current: 1, 1: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
  });

  it('hears of an object put under the prefix its rule names, and of no other', async () => {
    await fixture().call('Worker', { do: 'write', key: 'elsewhere/1', text: 'x' });
    await fixture().call('Worker', { do: 'write', key: 'in/us/ünï code 1.jsonl', text: 'x' });
    const heard = (sk: string) => fixture().call('Worker', { do: 'get', pk: 'announced', sk });
    await expect.poll(() => heard('in/us/ünï code 1.jsonl'), { timeout: 10_000 }).not.toBeNull();
    expect(await heard('elsewhere/1')).toBeNull();
  });
});
