/** CPU seconds, user and system, of the fastest of some runs: on a busy machine the least disturbed. */
export function fastest<T>(runs: number, work: () => T): { value: T; cpu: number } {
  let cpu = Infinity;
  let value: T | undefined;
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    value = work();
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1e6);
  }
  return { value: value as T, cpu };
}
