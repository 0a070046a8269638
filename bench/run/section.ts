import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../results.md');
const [BEGIN, END] = ['<!-- one command: begin -->', '<!-- one command: end -->'];

/** Writes the section "One command" of bench/results.md, in its place or at the end. */
export function publish(
  { date, size, machine, versions }: Readonly<Record<'date' | 'size' | 'machine' | 'versions', string>>,
  table: string,
): void {
  const section = [
    BEGIN,
    '',
    `## One command: \`npm run bench\`, ${size} sizes, ${date}`,
    '',
    `Ratios of CPU time, ours / baseline, medians of paired rounds; below 1 ours takes less. ${machine}. ${versions}.`,
    '',
    table,
    '',
    END,
  ].join('\n');
  const text = readFileSync(RESULTS, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  writeFileSync(
    RESULTS,
    from === -1
      ? `${text.trimEnd()}\n\n${section}\n`
      : text.slice(0, from) + section + text.slice(to + END.length),
  );
}
