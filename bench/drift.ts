import { toInstant } from '../lib/domain/instant.ts';
import { defaultSettings } from '../lib/simulation/settings.ts';
import { simulate } from '../lib/simulation/simulate.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { driftOf, DRIFT, scoresOf } from '../lib/trust/night/drift.ts';

/** How far the parameters of a fit are from where they would be fitted after more rounds, in standard errors (docs/decisions/0143), where
 *  nothing has changed and where sellers move a quarter further than before. `npx tsx bench/drift.ts [replications]` */

const REPLICATIONS = Number(process.argv[2] ?? 40);
const SELLERS = 300;
const FITTED = 20; // rounds of the fit; one more is 5 % more data
const SETTINGS = {
  scale: 'auto',
  minGap: null,
  referenceGap: null,
  estimator: 'kf',
  directions: {},
  seed: 1,
  asOf: toInstant(Date.UTC(2026, 10, 22)),
  codeVersion: 'bench',
} as const;

const steady: number[] = [];
const changed: number[] = [];
for (let seed = 1; seed <= REPLICATIONS; seed += 1) {
  const design = { sellers: SELLERS, rounds: FITTED + 1, gain: 0.1, loss: 0.2, seed };
  const { rows } = simulate({ ...defaultSettings('trust-embedded'), ...design });
  const fit = fitTrust(
    rows.filter(({ position }) => position <= FITTED),
    SETTINGS,
  );
  const further = rows.map((row) => {
    const { position, priorPlan, chosen } = row;
    if (position <= FITTED || priorPlan === null || chosen === null) return row;
    return Object.assign({}, row, { chosen: priorPlan * (chosen / priorPlan) ** 1.25 });
  });
  const largest = (some: typeof rows) => driftOf(fit, scoresOf(some, fit))[0]?.standardErrors ?? Number.NaN;
  steady.push(largest(rows));
  changed.push(largest(further));
}

const quantile = (values: readonly number[], p: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(p * values.length))] ?? Number.NaN;
const share = (values: readonly number[], above: number) =>
  values.filter((value) => value > above).length / values.length;

console.log(`${REPLICATIONS} marketplaces of ${SELLERS} sellers, fitted on ${FITTED} rounds, with one more`);
for (const [name, values] of [
  ['nothing changed', steady],
  ['a quarter further', changed],
] as const)
  console.log(
    `${name}: median ${quantile(values, 0.5).toFixed(2)}, 90 % ${quantile(values, 0.9).toFixed(2)} standard errors; above .5: ${share(values, 0.5).toFixed(2)}, above ${DRIFT}: ${share(values, DRIFT).toFixed(2)}`,
  );
