import type { Delivered } from './delivery.ts';

/** This message in particular, which will not do better another time. */
const REFUSED = new Set(['MessageRejected', 'BadRequestException', 'ValidationException']);
const OVERLOADED = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'LimitExceededException', // the day's quota
  'SendingPausedException',
  'AccountSuspendedException',
]);
/** Failures before anything was sent. */
const NEVER_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What an error of the SDK says about a message that was to be sent: a 4xx answer is a refusal, so it did not go out;
 *  undefined for a 5xx, a time-out or a lost connection, after which nobody can tell. The reason is the error's name only:
 *  its text may hold an address. */
export function notSent(error: unknown): Exclude<Delivered, { kind: 'sent' }> | undefined {
  if (!(error instanceof Error)) return undefined;
  const why = error.name;
  const code = 'code' in error ? String(error.code) : '';
  if (NEVER_REACHED.has(code)) return { kind: 'later', why: code, overloaded: true };
  if (why === 'CredentialsProviderError') return { kind: 'later', why, overloaded: true };
  const status = statusOf(error);
  if (status === undefined || status < 400 || status > 499) return undefined;
  if (REFUSED.has(why)) return { kind: 'refused', why };
  return { kind: 'later', why, overloaded: OVERLOADED.has(why) || status === 429 };
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
}
