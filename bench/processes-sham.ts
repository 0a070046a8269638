import { shamIsCalled } from '../test/processes/estimation/sham.ts';

/** How often one of eight processes that do nothing is called effective: `npx tsx bench/processes-sham.ts [marketplaces]`. */
const runs = Number(process.argv[2] ?? 1000);
let called = 0;
for (let seed = 1; seed <= runs; seed += 1) {
  if (shamIsCalled(seed)) called += 1;
  if (seed % 100 === 0 || seed === runs) {
    const share = (100 * called) / seed;
    console.log(
      `${seed} marketplaces of eight sham processes: ${called} with one called effective, ${share.toFixed(1)} %`,
    );
  }
}
