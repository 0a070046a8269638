import type { Case } from './case.ts';
import type { Told } from './one-case.ts';

export interface Line extends Told {
  readonly case: Case;
}

/** .0123 as "81x less", 3.1 as "3.1x". */
export function times(ratio: number): string {
  if (ratio >= 0.67) return `${ratio.toPrecision(ratio < 10 ? 2 : 3)}x`;
  return `${(1 / ratio).toPrecision(1 / ratio < 10 ? 2 : 3)}x less`;
}

function seconds(value: number): string {
  if (value < 0.1) return `${(1e3 * value).toPrecision(3)} ms`;
  return `${value.toPrecision(3)} s`;
}

/** A row for the terminal. */
export function row({ case: { name, ours, baseline }, found, agree }: Line): string {
  if (typeof found === 'string') return `${name.padEnd(24)} ${found}`;
  const { ratio, lower, upper, rounds } = found;
  const spread = [lower, upper].map((value) => value.toPrecision(3)).join(' to ');
  const cpu = `${seconds(found.ours)} / ${seconds(found.baseline)}`;
  const cells = [
    name.padEnd(24),
    times(ratio).padStart(11),
    `${ratio.toPrecision(3)} (${spread}, ${rounds} rounds)`.padEnd(36),
    cpu.padEnd(22),
  ];
  return `${cells.join('  ')}  ${ours} / ${baseline}${agree === null ? '' : `; ${agree}`}`;
}

/** The same as a table of Markdown. */
export function markdown(lines: readonly Line[]): string {
  const head = [
    'case',
    'ours',
    'baseline',
    'ours / baseline',
    'quartiles',
    'rounds',
    'CPU, ours',
    'baseline',
    'both agree',
  ];
  const rows = lines.map(({ case: { name, ours, baseline }, found, agree }) =>
    typeof found === 'string'
      ? [name, ours, baseline, found, '', '', '', '', '']
      : [
          name,
          ours,
          baseline,
          `**${found.ratio.toPrecision(3)}** (${times(found.ratio)})`,
          `${found.lower.toPrecision(3)} to ${found.upper.toPrecision(3)}`,
          String(found.rounds),
          seconds(found.ours),
          seconds(found.baseline),
          agree ?? '',
        ],
  );
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
