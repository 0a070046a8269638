import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Instant } from '../lib/domain/instant.ts';
import { Failure } from './command.ts';

/** Starts a machine for a tenant as its schedule would: named by tenant and instant.
 *  @returns the execution's ARN */
export async function startExecution(
  client: SFNClient,
  machine: string,
  tenant: string,
  at: Instant,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({
      stateMachineArn: machine,
      name: `${tenant}-${at.replaceAll(':', '-')}`,
      input: JSON.stringify({ tenant, scheduledAt: at, ...more }),
    }),
  );
  if (executionArn === undefined) throw new Failure(`${machine} did not start`);
  return executionArn;
}

/** Waits for an execution's end.
 *  @returns what it came to, JSON
 *  @throws Failure in the words of the state that failed */
export async function finished(
  client: SFNClient,
  executionArn: string,
  everyMilliseconds: number,
): Promise<string> {
  for (;;) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === 'SUCCEEDED') return output ?? 'null';
    if (status !== 'RUNNING')
      throw new Failure(`${executionArn} ${status?.toLowerCase()}: ${error} ${wordsOf(cause)}`);
    await sleep(everyMilliseconds);
  }
}

const lambdaErrorSchema = z.object({ errorMessage: z.string() });

/** A function's cause is JSON with its stack: what it says is enough here, the rest is in its log. */
export function wordsOf(cause: string | undefined): string {
  try {
    return lambdaErrorSchema.parse(JSON.parse(cause ?? '')).errorMessage;
  } catch {
    return cause ?? 'for no reason it told';
  }
}
