import type { Estimates } from '../trust/estimates.ts';
import { count, list, many, sentence } from './wording.ts';

type Check = Estimates['health'][number];

/** Every check of the page; whether rows could be read is the first. */
export const checksOf = ({ health, input }: Pick<Estimates, 'health' | 'input'>): Check[] => [
  rejectedCheck(input),
  ...health,
];

function rejectedCheck({ rows, rejected, rejections }: Estimates['input']): Check {
  // a published page does not list them: a refused line may quote a seller's id
  const where =
    rejections.length > 0
      ? 'the method section lists them'
      : 'what they said stays with the files of the run';
  const detail =
    rejected === 0
      ? `all ${many(rows, 'row')} could be read`
      : `${count(rejected)} of ${many(rows, 'row')} could not be read and are left out; ${where}`;
  return {
    check: 'rows read',
    status: rejected === 0 ? 'ok' : 20 * rejected > rows ? 'fail' : 'warn',
    detail,
  };
}

/** Whether the page can be trusted, by its checks. */
export function healthVerdict(estimates: Pick<Estimates, 'health' | 'input'>): string {
  if (estimates.input.rows === 0) return NOTHING_YET;
  const warned = checksOf(estimates).filter(({ status }) => status === 'warn').length;
  const failed = failedChecks(estimates);
  if (failed.length > 0) return `No: ${failedWords(failed)}. ${DO_NOT_ACT}`;
  if (warned > 0)
    return `With care: ${warned === 1 ? 'one check needs' : `${warned} checks need`} attention.`;
  return 'Yes, as far as the checks below can see.';
}

const NOTHING_YET = 'There is nothing to check yet: no round was read.';

const DO_NOT_ACT = 'Do not act on the numbers of this page before that is mended.';

const failedChecks = (estimates: Pick<Estimates, 'health' | 'input'>): Check[] =>
  estimates.input.rows === 0 ? [] : checksOf(estimates).filter(({ status }) => status === 'fail');

const failedWords = ({ length }: readonly Check[]): string =>
  length === 1 ? 'one check failed' : `${length} checks failed`;

/** What stands before every number where a check failed; empty where none did. */
export function warning(estimates: Pick<Estimates, 'health' | 'input'>): string {
  const failed = failedChecks(estimates);
  if (failed.length === 0) return '';
  const names = list(failed.map(({ check }) => check));
  return `${sentence(failedWords(failed)).replace('.', ':')} ${names}. ${DO_NOT_ACT}`;
}
