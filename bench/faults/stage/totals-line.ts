/** A tally in one line, the most first. */
export function totalsLine(name: string, tally: ReadonlyMap<string, number>): string {
  const most = [...tally].sort(([, a], [, b]) => b - a);
  return `${name}: ${most.map(([what, times]) => `${what} ${times}`).join(', ')}`;
}
