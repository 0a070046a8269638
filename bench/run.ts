import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Size } from './run/case.ts';
import { allCases, type Placed } from './run/cases.ts';
import { boundsSchema, decide, limitOf, verdictOf, type Bounds, type Outcome } from './run/gate.ts';
import { machine, versions } from './run/machine.ts';
import type { Told } from './run/one-case.ts';
import { markdown, row, type Line } from './run/table.ts';
import { publish } from './run/section.ts';

/** Every comparison, ours beside a baseline in the same process tree, as ratios of CPU time of paired rounds:
 *      npm run bench [-- --case NAME ...] [--quick] [--json] [--gate] [--record] [--markdown DATE] [--peers DIR]
 *  --quick   small sizes and few rounds          --json   one line of JSON instead of the table
 *  --gate    quick, what takes Node alone; exit code 1 where a ratio is beyond its bound in bench/baseline.json
 *  --record  quick; writes ratios into bench/baseline.json, with a bound where there was none
 *  --markdown DATE  writes the section "One command" of bench/results.md
 *  --peers DIR      the reference scripts of bench/estimators.ts, for the cases beside numba and TMB */
const { values } = parseArgs({
  options: {
    case: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    gate: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    markdown: { type: 'string' },
    peers: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
const BOUNDS = join(import.meta.dirname, 'baseline.json');
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
const LONGEST = 20 * 60 * 1000; // milliseconds of one case
const MORE = 4; // times as many rounds where the first could not tell
const ROOM = 1.5; // of a new bound above what was measured
const size: Size = values.quick || values.gate || values.record ? 'quick' : 'full';

const all = await allCases();
const names = all.map((placed) => placed.case.name);
const unknown = values.case.find((name) => !names.some((one) => one.startsWith(name)));
if (unknown !== undefined) throw new RangeError(`no case ${unknown}; there are ${names.join(', ')}`);
const wanted = all.filter(({ case: { name, needs } }) =>
  values.case.length === 0
    ? !values.gate || needs === undefined
    : values.case.some((start) => name.startsWith(start)),
);
const bounds: Bounds = boundsSchema.parse(JSON.parse(readFileSync(BOUNDS, 'utf8')));
const short = (value: number): number => Number(value.toPrecision(3));
const say = (text: string): void => (values.json ? undefined : console.log(text));

async function main(): Promise<void> {
  say(`${machine()}\n${versions()}\n`);
  const lines: Line[] = [];
  for (const one of wanted) {
    const line = await measured(one);
    lines.push(line);
    say(row(line));
    if (values.record) record(line);
  }
  if (values.json)
    console.log(JSON.stringify({ size, machine: machine(), versions: versions(), cases: lines.map(asJson) }));
  if (values.markdown !== undefined)
    publish({ date: values.markdown, size, machine: machine(), versions: versions() }, markdown(lines));
  if (values.gate) gate(lines);
}

const asJson = ({ case: { name, ours, baseline }, found, agree }: Line) => ({
  name,
  ours,
  baseline,
  found,
  agree,
});

async function measured(placed: Placed): Promise<Line> {
  const { case: one } = placed;
  const line = { case: one, ...(await inItsProcess(placed, 1)) };
  if (!values.gate || decide(outcome(line), limitOf(one.name, bounds)?.bound, false) !== 'again') return line;
  say(`${one.name}: cannot tell yet, ${MORE} times as many rounds`);
  return { case: one, ...(await inItsProcess(placed, MORE)) };
}

function inItsProcess({ file, case: { name } }: Placed, times: number): Promise<Told> {
  const child = fork(join(import.meta.dirname, 'run/one-case.ts'), [file, name, size, String(times)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: LONGEST,
    env: { ...process.env, ...QUIET, ...(values.peers !== undefined && { BENCH_PEERS: values.peers }) },
  });
  return new Promise((resolve) => {
    let told: Told | undefined;
    child.on('message', (message) => (told = message as Told));
    child.on('close', (code) => resolve(told ?? { found: `its process ended with ${code}`, agree: null }));
  });
}

const outcome = ({ case: { name, needs }, found }: Line): Outcome => ({ name, needs, found });

function gate(lines: readonly Line[]): void {
  const { passed, lines: failures } = verdictOf(lines.map(outcome), bounds, names);
  for (const failure of failures) console.error(failure);
  say(passed ? `\n${lines.length} cases, none beyond its bound` : '\nbeyond a bound: see above');
  if (!passed) process.exitCode = 1;
}

function record({ case: { name }, found }: Line): void {
  if (typeof found === 'string') return;
  const now = boundsSchema.parse(JSON.parse(readFileSync(BOUNDS, 'utf8')));
  const next = Object.entries({ ...now, [name]: entry(found.ratio, now[name]?.bound) });
  const sorted = Object.fromEntries(next.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(BOUNDS, `${JSON.stringify(sorted, null, 2)}\n`);
}

function entry(ratio: number, bound: number | undefined): Bounds[string] {
  return { ratio: short(ratio), bound: bound ?? short(ROOM * ratio) };
}

if (values.list)
  for (const {
    case: { name, ours, baseline },
  } of wanted)
    console.log(`${name}: ${ours} / ${baseline}`);
else await main();
