import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { Instant } from '../lib/domain/instant.ts';
import type { PublishedReport } from '../lib/report/report-files.ts';
import { instantSchema } from '../lib/rounds/instant-schema.ts';
import { isoWeek } from '../lib/trust/period.ts';
import { UsageError } from './command.ts';
import { plainCause } from './whole-file.ts';

const estimatesSchema = z.object({ schema: z.string(), asOf: instantSchema });

/** The analysis before this one, of which `--since` names the estimates; `methods.json` is read where it lies beside.
 *  @throws UsageError for what is none, or not earlier */
export function readSince(path: string | undefined, asOf: Instant): PublishedReport | null {
  if (path === undefined) return null;
  const text = readText(path);
  const read = z.safeParse(estimatesSchema, parsed(text));
  if (!read.success)
    throw new UsageError(`--since requires an estimates.json of an earlier analysis, ${path} is none`);
  const then = read.data.asOf;
  if (then >= asOf)
    throw new UsageError(`--since requires an analysis as of before ${asOf}; ${path} is as of ${then}`);
  const beside = join(dirname(path), 'methods.json');
  const files = new Map([['estimates.json', text]]);
  if (existsSync(beside)) files.set('methods.json', readText(beside));
  return { permalink: path, period: isoWeek(then), asOf: then, files };
}

/** What an analysis is told of the one before. */
export const sinceOf = ({ period, asOf, permalink }: PublishedReport) => ({ period, asOf, permalink });

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${plainCause(cause)}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
