import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of this process's children that run functions; Linux only, elsewhere none are found. */
export function functionProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isOurs(pid));
}

function isOurs(pid: number): boolean {
  try {
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (
      Number(parent) === process.pid &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('runtime-client.mjs')
    );
  } catch {
    return false; // it ended meanwhile
  }
}
