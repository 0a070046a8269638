import {
  dated,
  estimatesOf,
  moving,
  reportAfter,
  trustOf,
  type Panel,
} from '../test/trust/evolution/moving.ts';

/** Change of the same sellers' trust, against what was planted:
 *      npx tsx bench/change.ts coverage [runs]     do 95 % intervals of change and of its parts hold the truth?
 *      npx tsx bench/change.ts since [runs]        the same of the change since a report one or four rounds ago
 *      npx tsx bench/change.ts looks [years]       52 weekly reports on trust that does not move: how many false alarms? */
const [study = 'coverage', text = '100'] = process.argv.slice(2);
const runs = Number(text);

const DESIGNS: Readonly<Record<string, Omit<Panel, 'seed'>>> = {
  'n 200, T 20': { sellers: 200, rounds: 20, se: 0.1, gain: 0.1, loss: 0.2, q: 0.03 },
  'n 60, T 12, se .30': { sellers: 60, rounds: 12, se: 0.3, gain: 0.1, loss: 0.2, q: 0.03 },
  'n 100, T 20, a third leaves': {
    sellers: 100,
    rounds: 20,
    se: 0.1,
    gain: 0.1,
    loss: 0.2,
    q: 0.03,
    leaving: 1 / 3,
  },
  'n 100, T 20, no motion': { sellers: 100, rounds: 20, se: 0.1, gain: 0, loss: 0, q: 0 },
  'n 100, T 20, drift only': { sellers: 100, rounds: 20, se: 0.1, gain: 0, loss: 0, q: 0.03 },
};

const holds = (lower: number | null, upper: number | null, value: number): number =>
  lower !== null && upper !== null ? Number(lower <= value && value <= upper) : Number.NaN;

const away = (lower: number | null, upper: number | null): boolean => (lower ?? -1) > 0 || (upper ?? 1) < 0;

function share(values: readonly number[]): string {
  const told = values.filter((value) => !Number.isNaN(value));
  return `${(told.reduce((sum, value) => sum + value, 0) / told.length).toFixed(3)} of ${told.length}`;
}

function coverage(): void {
  for (const [name, design] of Object.entries(DESIGNS)) {
    const held: Record<string, number[]> = { change: [], anytime: [], builders: [], busters: [], drift: [] };
    for (let run = 0; run < runs; run++) {
      const { rows, moved } = moving({ ...design, seed: 1000 + run });
      const { change, attribution } = trustOf(rows);
      const stayed = moved.filter((each) => each.stayed);
      const mean = (of: (each: (typeof moved)[number]) => number): number =>
        stayed.reduce((sum, each) => sum + of(each), 0) / stayed.length;
      const truth = {
        change: mean((each) => each.change),
        builders: mean((each) => each.builders),
        busters: mean((each) => each.busters),
        drift: mean((each) => each.change - each.builders + each.busters),
      };
      const parts = attribution['replenishment'];
      held['change']?.push(holds(change.overall.lower, change.overall.upper, truth.change));
      held['anytime']?.push(holds(change.overall.anytime.lower, change.overall.anytime.upper, truth.change));
      for (const part of ['builders', 'busters', 'drift'] as const)
        held[part]?.push(holds(parts?.[part].lower ?? null, parts?.[part].upper ?? null, truth[part]));
    }
    console.log(
      `${name.padEnd(30)} ${Object.entries(held)
        .map(([part, values]) => `${part} ${share(values)}`)
        .join(', ')}`,
    );
  }
}

function since(): void {
  for (const [name, design] of Object.entries(DESIGNS))
    for (const ago of [1, 4]) {
      const held: Record<string, number[]> = { change: [], anytime: [] };
      const bias: number[] = [];
      for (let run = 0; run < runs; run++) {
        const { rows, moved } = moving({ ...design, seed: 1000 + run });
        const cut = design.rounds - ago;
        const { overall } = estimatesOf(rows.map(dated), reportAfter(cut)).since ?? {};
        const last = (path: readonly number[]): number =>
          (path.at(-1) ?? 0) - (path[cut] ?? path.at(-1) ?? 0);
        const truth = moved.reduce((sum, { path }) => sum + last(path), 0) / moved.length;
        held['change']?.push(holds(overall?.lower ?? null, overall?.upper ?? null, truth));
        const { lower = null, upper = null } = overall?.anytime ?? {};
        held['anytime']?.push(holds(lower, upper, truth));
        if (overall?.estimate != null) bias.push(overall.estimate - truth);
      }
      const mean = bias.reduce((sum, value) => sum + value, 0) / bias.length;
      const parts = Object.entries(held).map(([part, values]) => `${part} ${share(values)}`);
      console.log(`${name.padEnd(30)} ${ago} ago  bias ${mean.toFixed(4)}  ${parts.join(', ')}`);
    }
}

/** A year of weekly reports, each on everything up to its week. */
function looks(): void {
  const alarms = { fixed: 0, anytime: 0 };
  for (let year = 0; year < runs; year++) {
    const { rows } = moving({ sellers: 40, rounds: 60, se: 0.1, gain: 0, loss: 0, q: 0, seed: 5000 + year });
    const found = { fixed: false, anytime: false };
    for (let week = 9; week <= 60; week++) {
      const { overall } = trustOf(rows.filter(({ position }) => position <= week)).change;
      found.fixed ||= away(overall.lower, overall.upper);
      found.anytime ||= away(overall.anytime.lower, overall.anytime.upper);
    }
    alarms.fixed += Number(found.fixed);
    alarms.anytime += Number(found.anytime);
    if ((year + 1) % 10 === 0)
      console.log(
        `${year + 1} years: false alarm in ${alarms.fixed} (one look), ${alarms.anytime} (all looks)`,
      );
  }
}

if (study === 'looks') looks();
else if (study === 'since') since();
else coverage();
