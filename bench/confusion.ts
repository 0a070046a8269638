import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { TRUTHS, verdictOn, type Design, type PlantedTruth } from '../test/trust/theories/planted.ts';

/** How often the court's verdict is right, wrong or "cannot tell", by what was planted:
 *      npx tsx bench/confusion.ts [runs] [file] [part of a cell's name]
 *  Every finished chunk of runs is appended to the file; a second call goes on where it ends. Bars: the lower 99 % bound of
 *  wrong verdicts is at most 5 % in every cell; the right verdict in at least 90 % at n 200, T 20, noise .10. */
const [runs, file, part] = [Number(process.argv[2] ?? 20), process.argv[3], process.argv[4] ?? ''];

const CHUNK = 20;
const LEVEL = 0.01;

type Counts = Readonly<Record<string, number>>;

interface Cell extends Design {
  readonly name: string;
}

const cell = (design: Design): Cell => {
  const { truth, sellers, rounds, noiseSd, recommenders } = design;
  const many = recommenders === 1 ? '' : ` recommenders ${recommenders}`;
  return { ...design, name: `${truth} n ${sellers} T ${rounds} noise ${noiseSd.toFixed(2)}${many}` };
};

const names = Object.keys(TRUTHS).filter((name): name is PlantedTruth => name in TRUTHS);
const headline = (truth: PlantedTruth): boolean => ['te', 'level-k', 'babbling'].includes(truth);
const base = { sellers: 200, rounds: 20, noiseSd: 0.1, recommenders: 1 };
const CELLS: readonly Cell[] = [
  ...names.map((truth) => cell({ ...base, truth })),
  ...names.map((truth) => cell({ ...base, truth, noiseSd: 0.3 })),
  ...names.map((truth) => cell({ ...base, truth, recommenders: 2 })),
  ...[50, 200, 1000].flatMap((sellers) =>
    [8, 20, 50].flatMap((rounds) =>
      sellers === 200 && rounds === 20 ? [] : names.map((truth) => cell({ ...base, truth, sellers, rounds })),
    ),
  ),
];

/** Counts of verdicts so far, by cell. */
function finished(): Map<string, Counts> {
  const sums = new Map<string, Counts>();
  if (file === undefined || !existsSync(file)) return sums;
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const { name, counts }: { name: string; counts: Counts } = JSON.parse(line);
    sums.set(name, added(sums.get(name) ?? {}, counts));
  }
  return sums;
}

function added(a: Counts, b: Counts): Counts {
  const sum: Record<string, number> = { ...a };
  for (const [verdict, count] of Object.entries(b)) sum[verdict] = (sum[verdict] ?? 0) + count;
  return sum;
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

function run(of: Cell, from: number, to: number): Counts {
  let counts: Counts = {};
  for (let seed = from; seed < to; seed++)
    counts = added(counts, { [verdictOn(of, 10_000 + seed).preferred]: 1 });
  return counts;
}

/** The lower 99 % bound of a share of which `count` of n were seen, exact: P(at least that many) = .01 there. Clopper &
 *  Pearson (1934). */
function lowerBound(count: number, n: number): number {
  if (count === 0) return 0;
  let [low, high] = [0, count / n];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (atLeast(count, n, middle) < LEVEL) low = middle;
    else high = middle;
  }
  return low;
}

function atLeast(count: number, n: number, share: number): number {
  let [term, below] = [(1 - share) ** n, 0];
  for (let k = 0; k < count; k++) {
    below += term;
    term *= ((n - k) / (k + 1)) * (share / (1 - share));
  }
  return 1 - below;
}

function printed(of: Cell, counts: Counts): string {
  const n = total(counts);
  const family = TRUTHS[of.truth];
  const right = counts[family] ?? 0;
  const unsure = counts['cannot tell'] ?? 0;
  const wrong = n - right - unsure;
  const bound = lowerBound(wrong, n);
  const mustFind = of.sellers === 200 && of.rounds === 20 && of.noiseSd === 0.1 && headline(of.truth);
  const fails = [
    ...(bound > 0.05 ? ['WRONG TOO OFTEN'] : []),
    ...(mustFind && right < 0.9 * n ? ['FOUND TOO SELDOM'] : []),
  ];
  const others = Object.entries(counts)
    .filter(([verdict]) => verdict !== family && verdict !== 'cannot tell')
    .map(([verdict, count]) => `${verdict} ${count}`);
  const share = (count: number): string => `${((100 * count) / n).toFixed(1)} %`.padStart(8);
  return [
    of.name.padEnd(46),
    String(n).padStart(4),
    share(right),
    share(unsure),
    share(wrong),
    `${(100 * bound).toFixed(2)} %`.padStart(8),
    [...others, ...fails].join(', '),
  ].join('  ');
}

console.log('truth'.padEnd(46), ' runs  ', ' right    unsure     wrong  >= (99 %)  wrong verdicts');
const done = finished();
for (const of of CELLS.filter(({ name }) => name.includes(part))) {
  let counts = done.get(of.name) ?? {};
  for (let from = total(counts); from < runs; from += CHUNK) {
    const chunk = run(of, from, Math.min(runs, from + CHUNK));
    if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name: of.name, counts: chunk })}\n`);
    counts = added(counts, chunk);
  }
  if (total(counts) > 0) console.log(printed(of, counts));
}
