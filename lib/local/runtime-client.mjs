// Runs inside the child process, in place of AWS's own runtime: fetches an event, calls the handler, posts the answer.
// Plain JavaScript, because the child has nothing but node and the bundled asset.
import { request } from 'node:http';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const fault = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? error).split('\n'),
});

const gone = () => process.exit(0);

/** node:http and not fetch: fetch gives up on an answer after five minutes, and the next event may be hours away. */
function call(method, path, body) {
  return new Promise((resolve) => {
    const sent = request(
      `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime${path}`,
      { method },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk)).on('error', gone);
        answer.on('end', () => resolve({ headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      },
    );
    sent.on('error', gone).end(body);
  });
}

// The pipe closes when the stage ends, however it ends: a child never outlives it. In a thread of its own, because the
// handler may be in a loop that never listens.
const WATCH = `new (require('node:net').Socket)({ fd: 0 })
  .on('close', () => process.kill(process.pid, 'SIGKILL')).on('error', () => {}).resume()`;
new Worker(WATCH, { eval: true, stdin: false }).unref();

async function loadHandler() {
  const [file, name] = _HANDLER.split('.');
  const found = ['.mjs', '.js', '.cjs']
    .map((end) => join(LAMBDA_TASK_ROOT, file + end))
    .find((path) => existsSync(path));
  if (found === undefined)
    throw Object.assign(new Error(`no module ${file}`), { name: 'Runtime.ImportModuleError' });
  const module = await import(pathToFileURL(found).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler === 'function') return handler;
  throw Object.assign(new Error(`${_HANDLER} is not a function`), { name: 'Runtime.HandlerNotFound' });
}

const contextOf = (headers) => ({
  awsRequestId: headers['lambda-runtime-aws-request-id'],
  invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, Number(headers['lambda-runtime-deadline-ms']) - Date.now()),
});

const handler = await loadHandler().catch(async (error) => {
  await call('POST', '/init/error', JSON.stringify(fault(error)));
  process.exit(1);
});
for (;;) {
  const { headers, text } = await call('GET', '/invocation/next');
  const context = contextOf(headers);
  const [path, answer] = await Promise.resolve()
    .then(() => handler(JSON.parse(text), context))
    .then(
      (value) => ['response', value === undefined ? null : value],
      (error) => ['error', fault(error)],
    );
  await call('POST', `/invocation/${context.awsRequestId}/${path}`, JSON.stringify(answer));
}
