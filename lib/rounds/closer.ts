/** What was closer to what turned out right. */
export type Closer = 'recommendation' | 'plan' | 'equal';

/** Compared as printed, so that .1 + .2 and .3 are equally close to .3. All in one unit. */
export function closerOf(recommended: number, plan: number, outcome: number): Closer {
  const distance = (value: number) => Number(Math.abs(value - outcome).toPrecision(12));
  const [ours, hers] = [distance(recommended), distance(plan)];
  if (ours === hers) return 'equal';
  return ours < hers ? 'recommendation' : 'plan';
}
