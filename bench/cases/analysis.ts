import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderReport } from '../../lib/report/report.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { bundle } from '../run/bundle.ts';
import type { Case, Pair, Size } from '../run/case.ts';
import { nodeSeconds } from '../run/child.ts';

const SELLERS = { quick: 300, full: 10_000 } as const;
const AS_OF = '2026-11-22T00:00:00Z';

export const cases: readonly Case[] = [
  {
    name: 'analyze',
    ours: 'trust analyze of a rounds file to its report and tables, 26 rounds a seller, process and all',
    baseline: 'a Node process that reads the same file with JSON.parse, line by line',
    rounds: { quick: 5, full: 5 },
    prepare: analyze,
  },
  {
    name: 'report-render',
    ours: 'the report drawn from estimates',
    baseline: 'the same estimates to JSON and back',
    rounds: { quick: 25, full: 50 },
    prepare: report,
  },
];

const PARSE = `import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
export async function run(file) {
  let rounds = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) if (JSON.parse(line).sellerId !== '') rounds += 1;
  return rounds;
}`;

interface Bench {
  readonly folder: string;
  readonly rounds: string; // file
  readonly out: string; // folder
  run(): number;
}

async function prepared(sellers: number): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-analyze-'));
  const [rounds, out] = [join(folder, 'rounds.jsonl'), join(folder, 'out')];
  const command = join(folder, 'bin', 'commands', 'analyze.mjs');
  await bundle({ file: 'bin/commands/analyze.ts' }, command, { legalComments: 'none' });
  writeFileSync(join(folder, 'package.json'), readFileSync('package.json')); // the command tells its version
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), sellers, rounds: 26, seed: 1 });
  writeFileSync(rounds, roundsJsonl(rows));
  const args = JSON.stringify([
    rounds,
    '--out',
    out,
    '--as-of',
    AS_OF,
    '--direction',
    'replenishment=up',
    '--json',
  ]);
  return { folder, rounds, out, run: () => nodeSeconds(command, { call: `m.run(${args})` }) };
}

async function analyze(size: Size): Promise<Pair> {
  const { folder, rounds, run } = await prepared(SELLERS[size]);
  const parser = join(folder, 'parse.mjs');
  writeFileSync(parser, PARSE);
  return {
    cold: true,
    ours: run,
    baseline: () => nodeSeconds(parser, { call: `m.run(${JSON.stringify(rounds)})` }),
    close: async () => rmSync(folder, { recursive: true }),
  };
}

const many = (work: () => unknown) => () => {
  for (let k = 0; k < 5; k++) work();
};

async function report(): Promise<Pair> {
  const { folder, out, run } = await prepared(300);
  run();
  const estimates = estimatesSchema.parse(JSON.parse(readFileSync(join(out, 'estimates.json'), 'utf8')));
  rmSync(folder, { recursive: true });
  let [page, text] = ['', ''];
  return {
    ours: many(
      () => (page = renderReport(estimates, { title: 'bench', tenantName: 'bench', downloads: [] })),
    ),
    baseline: many(() => JSON.parse((text = JSON.stringify(estimates)))),
    agree: () => `${Math.round(page.length / 1e3)} kB of page, ${Math.round(text.length / 1e3)} kB of JSON`,
  };
}
