import { plainCause } from '../whole-file.ts';

/** What a check came to. `not here`: a machine without AWS cannot answer it, which is not the same as `ok`. */
export interface Said {
  readonly verdict: 'ok' | 'warn' | 'fail' | 'not here';
  readonly says: string;
  readonly fix?: string; // of warn and fail
}

export interface Finding extends Said {
  readonly check: string;
}

export const ok = (says: string): Said => ({ verdict: 'ok', says });
export const warn = (says: string, fix: string): Said => ({ verdict: 'warn', says, fix });
export const fail = (says: string, fix: string): Said => ({ verdict: 'fail', says, fix });
export const NOT_HERE: Said = { verdict: 'not here', says: 'not on this machine' };

/** Asks and judges; who cannot be asked has failed the check, in the words of whoever refused. */
export async function found<Answer>(
  check: string,
  ask: () => Promise<Answer>,
  judge: (answer: Answer) => Said,
): Promise<Finding> {
  try {
    return { check, ...judge(await ask()) };
  } catch (cause) {
    return { check, ...unanswered(cause) };
  }
}

/** A refusal or a failure of the one who was asked. */
export function unanswered(cause: unknown): Said {
  const name = cause instanceof Error ? cause.name : '';
  const says = `cannot be asked: ${[name, plainCause(cause)].filter((word) => word !== '').join(': ')}`;
  return fail(
    says,
    FIXES.find(([pattern]) => pattern.test(name))?.[1] ?? 'ask again; if it stays, look there',
  );
}

const FIXES: readonly (readonly [RegExp, string])[] = [
  [/^Credentials|Token|SignatureDoesNotMatch|InvalidClientTokenId/, 'log in: aws sso login, or AWS_PROFILE'],
  [/AccessDenied|NotAuthorized|UnauthorizedOperation/, 'let these credentials do what is named there'],
  [/NotFound|NoSuch|DoesNotExist/, 'it is gone, or the outputs are of another account or region'],
];

/** A line a check; what to do on the same line. */
export function line({ check, verdict, says, fix }: Finding): string {
  const mark = verdict === 'not here' ? '-' : verdict;
  return `${mark.padEnd(4)}  ${check.padEnd(18)}  ${says}${fix === undefined ? '' : `; ${fix}`}`;
}
