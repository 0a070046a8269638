import type { Estimates } from '../trust/estimates.ts';
import { nameIn } from './process-words.ts';
import { list, many, number, percent, sentence } from './wording.ts';

type Investment = Estimates['investments'][number];

/** What to fund next, only what is shown to build trust, and what that choice risks; else what either choice risks. */
export function fundingSentence(estimates: Estimates): string {
  const { processes, investments, reasons } = estimates;
  if (processes.length === 0)
    return sentence(`Cannot tell: ${reasons['processes'] ?? 'no process is registered'}`);
  const working = investments.filter((row) => works(estimates, row));
  const free = working.filter(({ costPerUnit }) => costPerUnit === 0);
  const first = working.find(({ rank }) => rank !== null);
  const words = [
    free.length > 0 ? freeSentence(estimates, free) : '',
    first === undefined ? '' : `${valueSentence(estimates, first)} ${riskOf(estimates, first)}`,
    unpricedSentence(
      estimates,
      working.filter(({ costPerUnit }) => costPerUnit === null),
    ),
  ].filter((text) => text !== '');
  return words.length > 0
    ? words.join(' ')
    : `Cannot tell: no process is shown to build trust. ${eitherRisk(estimates)}`.trim();
}

const works = ({ processes }: Estimates, { process }: Investment): boolean =>
  processes.some((row) => row.process === process && row.effective === 'builds trust');

const namesOf = ({ processes }: Estimates, rows: readonly Investment[]): string =>
  list(rows.map(({ process }) => nameIn(processes, process)));

function freeSentence(estimates: Estimates, rows: readonly Investment[]): string {
  const verb = rows.length === 1 ? 'builds trust and costs' : 'build trust and cost';
  const caveats = rows.map(({ process }) => caveat(estimates, process)).filter((text) => text !== '');
  return [sentence(`${namesOf(estimates, rows)} ${verb} nothing by the registry`), ...new Set(caveats)].join(
    ' ',
  );
}

function unpricedSentence(estimates: Estimates, rows: readonly Investment[]): string {
  if (rows.length === 0) return '';
  const [verb, it] = rows.length === 1 ? ['builds', 'it is'] : ['build', 'they are'];
  return sentence(
    `${namesOf(estimates, rows)} ${verb} trust; whether ${it} worth it, and what choosing risks, cannot be told: ${rows[0]?.reason ?? 'the cost is not known'}`,
  );
}

function valueSentence(estimates: Estimates, { process, valuePerCost }: Investment): string {
  const told = sentence(
    `${nameIn(estimates.processes, process)}: ${value(valuePerCost)} of a seller’s trust per unit of money`,
  );
  return [told, caveat(estimates, process)].filter((text) => text !== '').join(' ');
}

/** What is not assigned by chance is an association. */
function caveat({ processes }: Estimates, process: string): string {
  const row = processes.find((each) => each.process === process);
  return row?.design === 'observational'
    ? 'It was not assigned by chance: this is an association, and the sellers who met it may differ otherwise.'
    : '';
}

const value = (found: Investment['valuePerCost']): string =>
  found === null
    ? 'an unknown part'
    : `${number(found.estimate, 3)} (${number(found.lower, 3)} to ${number(found.upper, 3)})`;

function riskOf({ choice, processes, investments }: Estimates, row: Investment): string {
  const { process, probabilityBest, valuePerCost } = row;
  const low =
    valuePerCost !== null && valuePerCost.lower < 0 ? ', and that it costs trust is not ruled out' : '';
  const guess = investments.find(({ rank }) => rank === 1);
  const behind = Math.max(0, guess?.valuePerCost?.estimate ?? 0) - Math.max(0, valuePerCost?.estimate ?? 0);
  const regret =
    choice?.expectedRegret == null
      ? ''
      : ` Choosing it now is expected to cost ${number(choice.expectedRegret + behind, 4)} per unit of money against knowing everything.`;
  const better =
    guess === undefined || guess.process === process
      ? ''
      : ` The best guess, ${nameIn(processes, guess.process)} at ${value(guess.valuePerCost)}, is not shown to build trust.`;
  return `The risk: with a probability of ${percent(1 - probabilityBest)} it is not the best use of the money among the processes whose cost is known${low}.${regret}${better}`;
}

export const NOTHING_PRICED = 'no process has a known effect and cost';

/** Nothing is shown to work: what funding the best guess risks, and what funding none does. */
function eitherRisk(estimates: Estimates): string {
  const { processes, investments, choice } = estimates;
  const priced = investments.filter(({ rank }) => rank !== null);
  const [guess] = priced;
  if (guess === undefined || choice?.probabilityNone == null)
    return sentence(`What a choice would risk cannot be told: ${NOTHING_PRICED}`);
  const which = priced.length === 1 ? 'it builds' : `at least one of the ${priced.length} builds`;
  return `The risk of funding the best guess, ${nameIn(processes, guess.process)}: it gives ${value(guess.valuePerCost)} of a seller’s trust per unit of money. The risk of funding none: with a probability of ${percent(1 - choice.probabilityNone)} ${which} any trust; without any knowledge that would be ${percent(1 - 0.5 ** priced.length)}.`;
}

const LEAST_TAUGHT = 0.005; // trust points over the reach: printed as 0.00

/** Which experiment would teach most about where to invest. */
export function nextExperiment(
  processes: Estimates['processes'],
  investments: Estimates['investments'],
): string {
  const [next] = investments
    .filter(({ nextExperiment: plan }) => plan !== null && plan.valueOfInformation > 0)
    .toSorted((a, b) => (a.nextExperiment?.rank ?? 0) - (b.nextExperiment?.rank ?? 0));
  if (next?.nextExperiment == null) return '';
  const { sellers, valueOfInformation } = next.nextExperiment;
  if (valueOfInformation < LEAST_TAUGHT)
    return 'No experiment as large as those there were is expected to change which process gives most trust.';
  return `The experiment that would teach most: ${nameIn(processes, next.process)}, with ${many(sellers, 'seller')} in two arms.`;
}
