import type { Estimates } from '../trust/estimates.ts';
import { nameIn } from './process-words.ts';
import { many, number, percent, sentence } from './wording.ts';

type Investment = Estimates['investments'][number];

/** What to fund next, only what is shown to build trust, and what that choice risks; else what either choice risks. */
export function fundingSentence(estimates: Estimates): string {
  const { processes, investments, reasons } = estimates;
  if (processes.length === 0)
    return sentence(`Cannot tell: ${reasons['processes'] ?? 'no process is registered'}`);
  const works = ({ process }: Investment) =>
    processes.some((row) => row.process === process && row.effective === 'builds trust');
  const first = investments.find((row) => row.rank !== null && works(row));
  if (first?.valuePerCost) return `${valueSentence(estimates, first)} ${riskOf(estimates, first)}`;
  const unpriced = investments.find(works);
  if (unpriced)
    return sentence(
      `${nameIn(processes, unpriced.process)} builds trust; whether it is worth it, and what choosing it risks, cannot be told: ${unpriced.reason ?? 'its cost is not known'}`,
    );
  return `Cannot tell: no process is shown to build trust. ${eitherRisk(estimates)}`.trim();
}

function valueSentence({ processes }: Estimates, { process, valuePerCost }: Investment): string {
  return sentence(
    `${nameIn(processes, process)}: ${value(valuePerCost)} of a seller’s trust per unit of money`,
  );
}

const value = (found: Investment['valuePerCost']): string =>
  found === null
    ? 'an unknown part'
    : `${number(found.estimate, 3)} (${number(found.lower, 3)} to ${number(found.upper, 3)})`;

function riskOf({ choice }: Estimates, { probabilityBest, valuePerCost }: Investment): string {
  const low =
    valuePerCost !== null && valuePerCost.lower < 0 ? ', and that it costs trust is not ruled out' : '';
  const regret =
    choice === null
      ? ''
      : ` Choosing it now is expected to cost ${number(choice.expectedRegret, 4)} per unit of money against knowing everything.`;
  return `The risk: with a probability of ${percent(1 - probabilityBest)} it is not the best use of the money${low}.${regret}`;
}

/** Nothing is shown to work: what funding the best guess risks, and what funding none does. */
function eitherRisk({ processes, investments, choice }: Estimates): string {
  const guess = investments.find(({ rank }) => rank !== null);
  if (guess === undefined || choice === null)
    return 'What a choice would risk cannot be told: no process has a known effect and cost.';
  return `The risk of funding the best guess, ${nameIn(processes, guess.process)}: it gives ${value(guess.valuePerCost)} of a seller’s trust per unit of money. The risk of funding none: with a probability of ${percent(1 - choice.probabilityNone)} one of them would pay.`;
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
