import { join } from 'node:path';
import type { Resource } from './assembly.ts';
import type { Resolve } from './intrinsics.ts';
import { type JsonObject, isObject, object, text } from './json.ts';
import { type Place, arnOf, nameOf } from './names.ts';
import { type Outcome, type Sandbox, type SandboxSettings, startSandbox } from './runtime.ts';

/** A deployed function: cold until first called, then kept warm, at most `concurrency` sandboxes at once. */
export interface LocalFunction {
  readonly id: string; // logical id: also its access key id
  readonly arn: string;
  readonly timeout: number; // milliseconds
  invoke(event: string): Promise<Outcome>;
  stop(): void;
}

export interface FunctionHost {
  readonly place: Place;
  readonly endpoint: string; // of the AWS endpoint
  readonly logs: string; // folder
  readonly concurrency: number;
}

/** The function a template describes, or undefined if it is not bundled JavaScript (CDK's own custom resources). */
export function functionOf(
  resource: Resource,
  resolve: Resolve,
  host: FunctionHost,
): LocalFunction | undefined {
  const properties = object(resolve(resource.stack, resource.properties), resource.id);
  const directory = resource.stack.assets.get(String(object(properties['Code'], 'Code')['S3Key']));
  if (directory === undefined || !String(properties['Runtime']).startsWith('nodejs')) return undefined;
  const arn = arnOf(resource, host.place);
  const memory = Number(properties['MemorySize'] ?? 128);
  const timeout = Number(properties['Timeout'] ?? 3) * 1000;
  const environment = { ...reserved(resource, directory, memory, host), ...deployed(properties) };
  const logFile = join(host.logs, `${resource.id}.log`);
  const most = Math.min(host.concurrency, Number(properties['ReservedConcurrentExecutions'] ?? Infinity));
  return {
    id: resource.id,
    arn,
    timeout,
    ...pool({ arn, directory, timeout, memory, environment, logFile }, most),
  };
}

/** What the template sets. */
function deployed({ Environment, Handler, Runtime, LoggingConfig }: JsonObject): Record<string, string> {
  const variables = isObject(Environment) ? object(Environment['Variables'], 'Variables') : {};
  const own = Object.entries(variables).map(([name, value]) => [name, text(value, name)]);
  const logging = isObject(LoggingConfig) ? LoggingConfig['LogFormat'] : undefined;
  return {
    ...Object.fromEntries(own),
    _HANDLER: text(Handler, 'Handler'),
    AWS_EXECUTION_ENV: `AWS_Lambda_${String(Runtime)}`,
    ...(logging === 'JSON' ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' } : {}),
  };
}

/** What Lambda itself sets, https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, with the caller's
 *  identity as access key and the local endpoint in place of AWS. */
function reserved(resource: Resource, directory: string, memory: number, { place, endpoint }: FunctionHost) {
  const name = nameOf(resource);
  return {
    AWS_ACCESS_KEY_ID: resource.id,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: directory,
    LAMBDA_RUNTIME_DIR: import.meta.dirname,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    AWS_ENDPOINT_URL: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** Sandboxes on demand; what finds none free waits its turn (Lambda would throttle at a thousand). */
function pool(settings: SandboxSettings, most: number): Pick<LocalFunction, 'invoke' | 'stop'> {
  const all = new Set<Sandbox>();
  const idle: Sandbox[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let stopped = false;

  async function free(): Promise<Sandbox> {
    for (let warm = idle.pop(); warm !== undefined; warm = idle.pop()) {
      if (warm.alive()) return warm;
      all.delete(warm);
    }
    const fresh = await startSandbox(settings);
    all.add(fresh);
    if (stopped) fresh.stop();
    return fresh;
  }

  return {
    async invoke(event) {
      if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        const sandbox = await free();
        const outcome = await sandbox.invoke(event);
        idle.push(sandbox);
        return outcome;
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
    stop() {
      stopped = true;
      for (const sandbox of all) sandbox.stop();
    },
  };
}
