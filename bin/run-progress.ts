import { GetExecutionHistoryCommand, type SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';

/** How far an execution of the analysis has come. */
export interface RunProgress {
  readonly state: string; // entered last
  readonly passes: number; // over all sellers, begun so far; 0: all rows are fitted at once
}

const PASSES = 'Pass over the sellers';
const NEWEST = 200; // events; a pass is some ten of them

const inputSchema = z.object({ run: z.object({ pass: z.int() }) });

/** @returns undefined for one that has entered nothing, or whose history this caller may not read */
export async function progressOf(
  client: SFNClient,
  executionArn: string | undefined,
): Promise<RunProgress | undefined> {
  const events = await newestEvents(client, executionArn);
  const entered = events.flatMap(({ stateEnteredEventDetails: details }) => details ?? []);
  const [last] = entered;
  if (last === undefined) return undefined;
  const pass = entered.find(({ name }) => name === PASSES);
  const passes = pass === undefined ? 0 : inputSchema.parse(JSON.parse(pass.input ?? '')).run.pass + 1;
  return { state: last.name ?? '', passes };
}

async function newestEvents(client: SFNClient, executionArn: string | undefined) {
  const newest = { executionArn, reverseOrder: true, maxResults: NEWEST };
  try {
    return (await client.send(new GetExecutionHistoryCommand(newest))).events ?? [];
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') return [];
    throw error;
  }
}

/** In words, of the newest run. */
export function progressWords(
  { state, passes }: RunProgress,
  status: string | undefined,
): string | undefined {
  if (status === 'SUCCEEDED')
    return passes === 0 ? undefined : `the last one passed ${passes} times over all sellers`;
  const where = `${status === 'RUNNING' ? 'it is' : 'it was'} at “${state}”`;
  return passes === 0 ? where : `${where}, in pass ${passes} over all sellers`;
}
