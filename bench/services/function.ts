import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ENV } from '../../lib/env.ts';
import { listen } from '../../lib/local/server.ts';
import type { Engine } from '../../lib/local/running-engine.ts';
import { TENANT } from '../../test/survey/marketplace.ts';
import { bundle } from '../run/bundle.ts';

export const SECRET = JSON.stringify({ current: 1, 1: 'k'.repeat(64) });

export interface Answer {
  readonly statusCode: number;
  readonly body?: string;
}
export type Handler = (event: unknown) => Promise<Answer>;

/** A function as it is deployed, bundled and minified, in this process. Each `at` is an instance of its own, as the platform would
 *  start one, whose table is in that engine.
 *  @param over of the bundle: the profile wants it unminified */
export async function deployed(name: 'survey' | 'intake', folder: string, over: { minify?: boolean } = {}) {
  const file = join(folder, `${name}.mjs`);
  await bundle({ file: `lambdas/${name}.ts` }, file, over);
  const secrets = createServer((request, response) => {
    request.resume().on('end', () => response.end(JSON.stringify({ SecretString: SECRET, VersionId: '1' })));
  });
  const secretsAt = `http://127.0.0.1:${await listen(secrets)}`;
  let instances = 0;
  return {
    file,
    /** @param first an event that reads a table: a client looks up its address with its first call */
    async at({ endpoint }: Pick<Engine, 'endpoint'>, first: unknown): Promise<Handler> {
      Object.assign(process.env, environment(endpoint, secretsAt));
      const { handler }: { handler: Handler } = await import(
        `${pathToFileURL(file).href}?${(instances += 1)}`
      );
      await handler(first);
      return handler;
    },
    stop: () => new Promise<void>((resolve) => void secrets.close(() => resolve()).closeAllConnections()),
  };
}

const environment = (tables: string, secrets: string) => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: tables,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
  [ENV.factsTable]: 'facts',
  [ENV.ledgerTable]: 'ledger',
  [ENV.intakeBucket]: 'none',
  [ENV.linkSecret]: 'link',
  [ENV.tenants]: JSON.stringify([TENANT]),
  [ENV.metrics]: 'bench',
});
