import { defaultSettings, SIMULATED_THEORIES } from '../lib/simulation/settings.ts';
import { simulate } from '../lib/simulation/simulate.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { settingsOf } from '../test/trust/settings.ts';

/** Verdicts of the court on sellers who press buttons, by planted truth, directions set:
 *      npx tsx bench/court-events.ts [runs] [sellers] [rounds] */
const [runs = 10, sellers = 200, rounds = 20] = process.argv.slice(2).map(Number);

for (const theory of SIMULATED_THEORIES) {
  const counts = new Map<string, number>();
  const started = process.cpuUsage().user;
  for (let seed = 1; seed <= runs; seed++) {
    const settings = { ...defaultSettings(theory, true), sellers, rounds, seed };
    const directions = Object.fromEntries(
      settings.recommenders.map(({ name, direction }) => [name, direction]),
    );
    const { verdict } = fitTrust(simulate(settings).rows, settingsOf({ directions, estimator: 'qd-adf' }));
    counts.set(verdict.preferred, (counts.get(verdict.preferred) ?? 0) + 1);
  }
  const seconds = (process.cpuUsage().user - started) / 1e6 / runs;
  const found = [...counts].map(([family, count]) => `${family} ${count}`).join(', ');
  console.log(`${theory.padEnd(16)} ${found}   (${seconds.toFixed(1)} CPU-s a run)`);
}
