import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startEngine } from '../../lib/local/engine.ts';
import type { LocalFunction } from '../../lib/local/functions.ts';
import { parseJson, type Json } from '../../lib/local/json.ts';
import { type Stage, startStage } from '../../lib/local/stage.ts';
import { buildFixture } from './fixture/app.ts';

export interface Fixture {
  readonly stage: Stage;
  readonly directory: string;
  readonly log: readonly string[];
  fn(name: string): LocalFunction;
  /** Calls a fixture function and expects it to succeed. */
  call(name: string, event: Json): Promise<Json>;
  clients(accessKeyId?: string): { tables: DynamoDBClient; files: S3Client; machines: SFNClient };
}

/** The fixture app, synthesised and running for the tests of a file.
 *  @param edit changes the template of the stack that holds the functions, as a careless hand would */
export function withStage(edit: (template: string) => string = (template) => template): () => Fixture {
  let fixture: Fixture | undefined;
  const closers: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    const directory = temporaryFolder(closers);
    const assembly = synthesised(directory);
    const inner = join(assembly, 'assembly-local');
    for (const file of readdirSync(inner).filter(
      (name) => name.includes('moving') && name.endsWith('template.json'),
    ))
      writeFileSync(join(inner, file), edit(readFileSync(join(inner, file), 'utf8')));
    const engine = await startEngine();
    closers.push(() => engine.stop());
    const log: string[] = [];
    const stage = await startStage({
      assembly,
      directory,
      engine: engine.endpoint,
      log: (line) => void log.push(line),
    });
    closers.push(() => stage.stop());
    fixture = fixtureOf(stage, directory, log);
  });
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
  });
  return () => {
    if (fixture === undefined) throw new RangeError('withStage requires a running test');
    return fixture;
  };
}

function fixtureOf(stage: Stage, directory: string, log: string[]): Fixture {
  const fn = (name: string) => {
    const found = stage.functions.find(({ id }) => id.startsWith(name));
    if (found === undefined) throw new RangeError(`no function ${name}`);
    return found;
  };
  return {
    stage,
    directory,
    log,
    fn,
    async call(name, event) {
      const outcome = await fn(name).invoke(JSON.stringify(event));
      if (!outcome.ok) throw new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
      return parseJson(outcome.payload);
    },
    clients(accessKeyId = 'local-operator') {
      const settings = {
        endpoint: stage.endpoint,
        region: stage.region,
        credentials: { accessKeyId, secretAccessKey: 'local' },
      };
      return {
        tables: new DynamoDBClient(settings),
        files: new S3Client(settings),
        machines: new SFNClient(settings),
      };
    },
  };
}

export function temporaryFolder(closers: (() => Promise<void> | void)[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'seller-trust-'));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

let once: string | undefined;

/** A copy of the fixture's cloud assembly, synthesised once for a test file. */
export function synthesised(directory: string): string {
  if (once === undefined) {
    once = mkdtempSync(join(tmpdir(), 'seller-trust-fixture-'));
    buildFixture(once).synth();
  }
  const copy = join(directory, 'cdk.out');
  cpSync(once, copy, { recursive: true });
  return copy;
}
