import { casesIn } from './cases.ts';
import type { Size } from './case.ts';
import { measure } from './measure.ts';
import { summaryOf, type Summary } from './summary.ts';

/** What a process of one case tells. */
export interface Told {
  readonly found: Summary | string;
  readonly agree: string | null;
}

/** One case in a process of its own, so that no case compiles or warms what another runs. Forked: one-case.ts FILE NAME SIZE TIMES */
const [, , file = '', name = '', size = 'quick', times = '1'] = process.argv;
const found = (await casesIn(file)).find((one) => one.name === name);
if (!found) throw new RangeError(`no case ${name}`);
// whatever a case that failed left running ends with this process
process.send?.(await run(size === 'full' ? 'full' : 'quick', Number(times)), () => process.exit());

async function run(at: Size, more: number): Promise<Told> {
  if (!found) return { found: 'no such case', agree: null };
  try {
    const pair = await found.prepare(at, more * found.rounds[at]);
    if (typeof pair === 'string') return { found: pair, agree: null };
    try {
      const summary = summaryOf(await measure(pair, more * found.rounds[at], at));
      return { found: summary, agree: pair.agree?.() ?? null };
    } finally {
      await pair.close?.();
    }
  } catch (failure) {
    return { found: `failed: ${failure instanceof Error ? failure.message : 'unknown'}`, agree: null };
  }
}
