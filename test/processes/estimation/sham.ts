import { byExperiment } from '../../../lib/processes/estimation/by-design.ts';
import { trustLevel } from '../../../lib/processes/estimation/outcomes.ts';
import { practicesOf } from '../../../lib/processes/estimation/practice.ts';
import { familywise, verdictOf } from '../../../lib/processes/estimation/rows.ts';
import { experiment, marketplace, SCALE } from './marketplace.ts';

const SHAMS = Array.from({ length: 8 }, (_, k) => `sham-${k}`);

/** Whether in a marketplace of eight experiments that do nothing one is called effective, by the interval that holds for all
 *  of them together.
 *  @param seed names the experiments, so that their hashes assign anew */
export function shamIsCalled(seed: number, sellers = 60): boolean {
  const registry = SHAMS.map((name) => experiment(`${name}-${seed}`));
  const rows = marketplace({ seed, sellers, weeks: 7, experiments: registry });
  return practicesOf(rows, registry).some((practice) => {
    const [effect] = byExperiment(practice, trustLevel(practice.rows, SCALE));
    return verdictOf(familywise(effect, SHAMS.length)) !== 'cannot tell';
  });
}
