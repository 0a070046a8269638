import { awsCronExpressionValidator } from 'aws-cron-expression-validator';
import * as z from 'zod/mini';

/** A schedule as EventBridge Scheduler reads it: six fields, one of the two days a question mark. CloudFormation's own
 *  validation lets almost anything pass. */
export const cron = z.string().check(
  z.check(({ value, issues }) => {
    const found = faultOf(value);
    if (found !== undefined)
      issues.push({ code: 'custom', input: value, message: `${found}; write it as cron(0 9 ? * TUE *)` });
  }),
);

function faultOf(text: string): string | undefined {
  const [, fields] = /^cron\((\S+(?: \S+){5})\)$/.exec(text) ?? [];
  if (fields === undefined) return 'not a cron(...) of six fields';
  try {
    awsCronExpressionValidator(fields);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message.replace(/\.$/, '') : 'not a schedule';
  }
}
