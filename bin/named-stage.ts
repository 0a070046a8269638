import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { findStage } from '../lib/local/stage-file.ts';
import { Failure, UsageError } from './command.ts';
import type { StageAddress } from './stage-clients.ts';
import { plainCause } from './whole-file.ts';

/** A stage by what its stacks put out. */
export interface NamedStage<Names> extends StageAddress {
  readonly names: Names;
  /** The local page and the local HTTP API; absent on a deployed stage. */
  readonly page?: string;
  readonly site?: string;
}

export interface StageOptions {
  readonly dir: string;
  readonly 'stage-outputs'?: string | undefined;
}

/** The stage a command is about: a deployed one whose outputs a file holds, else the local one of a folder.
 *  @param names which outputs the command needs
 *  @throws UsageError for a file that does not hold them, Failure when nothing runs */
export async function namedStage<Shape extends z.core.$ZodLooseShape>(
  { dir, 'stage-outputs': file }: StageOptions,
  names: z.ZodMiniObject<Shape>,
): Promise<NamedStage<z.output<z.ZodMiniObject<Shape>>>> {
  if (file !== undefined) return deployed(file, names);
  const stage = await findStage(dir);
  if (stage === undefined) throw new Failure(`no local stage runs on ${dir}; start it with: npm start`);
  const { outputs, endpoint, region, page, site } = stage;
  return { endpoint, region, page, site, names: names.parse({ ...outputs }) };
}

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

function deployed<Shape extends z.core.$ZodLooseShape>(file: string, names: z.ZodMiniObject<Shape>) {
  const parsed = outputsSchema.safeParse(jsonOf(file));
  const outputs: Record<string, string> = Object.assign({}, ...Object.values(parsed.data ?? {}));
  const found = names.safeParse(outputs);
  if (found.success) return { region: regionIn(outputs), names: found.data };
  const wanted = Object.keys(names.shape).join(', ');
  throw new UsageError(`${file} does not name ${wanted}; use what cdk deploy --outputs-file wrote`);
}

/** Of the first ARN that has one. */
function regionIn(outputs: Readonly<Record<string, string>>): string {
  const regions = Object.values(outputs).map((value) => /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(value)?.[1]);
  return regions.find((region) => region !== undefined) ?? '';
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${plainCause(cause)}`);
  }
}
