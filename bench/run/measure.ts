import type { Pair, Size, Work } from './case.ts';

/** One round: CPU seconds of both, one right after the other. */
export interface Round {
  readonly ours: number;
  readonly baseline: number;
}

const FEWEST = 3;
const ENOUGH: Readonly<Record<Size, number>> = { quick: 3, full: 20 }; // seconds, wall

/** Rounds of both by turns, who goes first by turns too, after one of each that does not count: code is compiled by then, and what
 *  another program takes from the machine meanwhile it takes from both.
 *  @param most rounds */
export async function measure(pair: Pair, most: number, size: Size): Promise<readonly Round[]> {
  if (!pair.cold) {
    await timed(pair.ours);
    await timed(pair.baseline);
  }
  const rounds: Round[] = [];
  const until = performance.now() + 1e3 * ENOUGH[size];
  while (rounds.length < most && (rounds.length < FEWEST || performance.now() < until)) {
    const oursFirst = rounds.length % 2 === 0;
    const first = await timed(oursFirst ? pair.ours : pair.baseline);
    const second = await timed(oursFirst ? pair.baseline : pair.ours);
    rounds.push(oursFirst ? { ours: first, baseline: second } : { ours: second, baseline: first });
  }
  return rounds;
}

async function timed(work: Work): Promise<number> {
  globalThis.gc?.(); // what the other left behind is not ours to sweep
  const before = process.cpuUsage();
  const told = await work();
  const { user, system } = process.cpuUsage(before);
  return typeof told === 'number' ? told : (user + system) / 1e6;
}
