import type { ProcessRow } from '../../trust/process-schema.ts';
import { sampleRatios } from '../balance.ts';
import { refused, type Refused } from '../effect.ts';
import { exposureChecks } from '../exposure-checks.ts';
import type { Practice } from './practice.ts';

/** What is looked at before results show. */
export interface Checked {
  readonly checks: ProcessRow['checks'];
  /** Set where the assignment is not what it was drawn as: then no effect is told. */
  readonly broken: Refused | null;
}

/** Sample ratios and exposures against the registry; nothing for a process that is not in it. */
export function checked({ entry, rows, everything }: Practice): Checked {
  if (entry === null) return { checks: [], broken: null };
  const ratios = [...sampleRatios(entry, rows), ...sampleRatios(entry, rows, 'decided').slice(0, 1)];
  const failed = ratios.find(({ status }) => status === 'fail');
  const of = ({ among, stratum }: (typeof ratios)[number]) =>
    `sizes of arms${among === 'decided' ? ', of those who decided' : ''}${stratum === null ? '' : `, in ${stratum}`}`;
  return {
    checks: [
      ...ratios.map((ratio) => ({
        check: of(ratio),
        status: ratio.status === 'cannot tell' ? ('warn' as const) : ratio.status,
        detail: ratio.detail,
      })),
      ...exposureChecks(entry, everything).findings.map(({ check, status, detail }) => ({
        check: `exposure: ${check}`,
        status,
        detail,
      })),
    ],
    broken: failed
      ? refused('sample ratio', 'randomisation broken', `${of(failed)}: ${failed.detail}`)
      : null,
  };
}
