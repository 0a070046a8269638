import { FRICTION } from '../../lib/trust/friction/nested-model.ts';
import {
  BUTTONS,
  buttonsRun,
  LAST,
  SKILLED,
  SKILLED_TABLED,
  STILL,
  STILL_TABLED,
  VERY_SKILLED,
} from '../../test/trust/recovery/buttons.ts';
import { G2, type Truth } from '../../test/trust/friction/simulated.ts';
import { figureRow, parameterRow, plainRow, replicate, type Seeds } from './print.ts';

/** G2: sellers who press buttons, by the deterministic path as tabled, and by QD-ADF; then two placebos. */
export function buttons(seeds: Seeds): void {
  for (const form of ['qd', 'qd-adf'] as const) {
    const runs = replicate(seeds, (seed) => buttonsRun(G2, seed, form));
    console.log(`G2, ${form}: ${runs.length} runs; sd as tabled, then the mean as tabled`);
    for (const { name, read, planted, mean, sd } of BUTTONS) {
      const values = runs.map(({ theta }) => read(theta));
      parameterRow(
        name,
        values.map((value) => value - planted),
        sd,
      );
      figureRow(name, values, mean, planted);
    }
    figureRow(
      'alpha_T',
      runs.map(({ last }) => last),
      LAST,
      'lower',
    );
  }
  still('placebo truth 0/0', STILL, STILL_TABLED, seeds);
  still('trust and skill correlated (.1), 0/0', SKILLED, SKILLED_TABLED, seeds);
  still('strongly correlated (.5), 0/0', VERY_SKILLED, null, seeds);
}

function still(
  name: string,
  truth: Truth,
  tabled: { gain: number; loss: number } | null,
  seeds: Seeds,
): void {
  const runs = replicate(seeds, (seed) => buttonsRun(truth, 40_000 + seed, 'qd').theta);
  console.log(`${name}, qd: ${runs.length} runs`);
  for (const parameter of ['gain', 'loss'] as const) {
    const values = runs.map((theta) => theta[FRICTION[parameter]] as number);
    if (tabled === null) {
      plainRow(parameter, values);
      continue;
    }
    parameterRow(parameter, values, parameter === 'gain' ? STILL_TABLED.gainSd : STILL_TABLED.lossSd);
    figureRow(parameter, values, tabled[parameter], 0);
  }
}
