import { publishedRun, settingsBy, type PublishedRun } from '../../test/trust/recovery/published.ts';
import { errorOfMean, mean } from '../../test/trust/recovery/tally.ts';
import type { Seeds } from './print.ts';

const EVERY = 50;
const SURE = 2.33; // standard errors: one-sided 1 %

/** How often published 95 % bands hold a seller's trust now. The standard error is between runs: sellers of one run share
 *  its parameters. The bar: .93 to .97, at noise .30 .90 to .97; missed only beyond 2.33 standard errors. */
export function coverage(
  estimator: 'kf' | 'qd-adf',
  noiseSd: number,
  sellers: number,
  rounds: number,
  { runs, first }: Seeds,
): void {
  const design = settingsBy(estimator, { noiseSd, sellers, rounds });
  const least = noiseSd > 0.2 ? 0.9 : 0.93;
  console.log(
    `${estimator}, noise ${noiseSd.toFixed(2)}, n ${sellers}, T ${rounds}; bar ${least.toFixed(2)} to 0.97`,
  );
  const done: PublishedRun[] = [];
  for (let n = 0; n < runs; n++) {
    done.push(publishedRun({ ...design, seed: 60_000 + first + n }));
    if (done.length % EVERY === 0 || n + 1 === runs) print(done, least);
  }
}

/** A run so uncertain that no seller has a band has no share to count. */
function print(done: readonly PublishedRun[], least: number): void {
  const banded = done.filter((run) => run.published > 0);
  const shares = banded.map(({ covered }) => covered);
  const [covered, error] = [mean(shares), errorOfMean(shares)];
  const held = covered + SURE * error >= least && covered - SURE * error <= 0.97;
  const published = mean(done.map((run) => run.published));
  const width = mean(banded.map((run) => run.width));
  const without = done.length > banded.length ? `, ${done.length - banded.length} without any band` : '';
  console.log(
    `  ${String(done.length).padStart(5)} runs${without}: cover ${covered.toFixed(4)} (${error.toFixed(4)}), ${published.toFixed(3)} of sellers have a band, mean width ${width.toFixed(3)}: ${held ? 'bar held' : 'BAR MISSED'}`,
  );
}
