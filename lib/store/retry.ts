import { setTimeout as wait } from 'node:timers/promises';

const ATTEMPTS = 6;
const FIRST_PAUSE = 20; // milliseconds; doubles each time, 620 in all

/** Throttles and collisions of transactions pass by themselves; the SDK retries the first only briefly and the second
 *  not at all. Everything else is thrown on at once, these after six attempts. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !passes(error)) throw error;
      await wait(FIRST_PAUSE * 2 ** (attempt - 1));
    }
  }
}

const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);
const PASSING_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

function passes(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const codes = cancellationCodes(error);
  // a failed condition is an answer, whatever else collided beside it
  if (codes.includes('ConditionalCheckFailed')) return false;
  return PASSING.has(error.name) || codes.some((code) => PASSING_REASONS.has(code));
}

/** Why each action of a cancelled transaction failed, in their order; empty for any other error. */
export function cancellationCodes(error: unknown): string[] {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return [];
  const reasons: unknown = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
  return Array.isArray(reasons) ? reasons.map(codeOf) : [];
}

function codeOf(reason: unknown): string {
  const found = typeof reason === 'object' && reason !== null && 'Code' in reason ? reason.Code : undefined;
  return typeof found === 'string' ? found : 'None';
}

/** Whether a write was refused by its condition. */
export function isFailedCondition(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
