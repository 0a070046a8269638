import { jointEffect } from '../lib/processes/joint/joint-effect.ts';
import { marketplace, panelOfRows } from '../test/processes/joint/marketplace.ts';

/** How often the joint model's 95 % interval holds the planted effect: `npx tsx bench/joint-coverage.ts [runs]`. */
const runs = Number(process.argv[2] ?? 2000);
for (const planted of [0, 0.03]) {
  let [told, held, sum] = [0, 0, 0];
  for (let seed = 1; seed <= runs; seed += 1) {
    const found = jointEffect(panelOfRows(marketplace(seed, planted)));
    if (found.kind === 'refused') continue;
    told += 1;
    sum += found.estimate;
    if (found.lower <= planted && planted <= found.upper) held += 1;
  }
  const share = (held / told).toFixed(4);
  console.log(`b ${planted}: coverage ${share}, mean ${(sum / told).toFixed(5)}, told in ${told} of ${runs}`);
}
