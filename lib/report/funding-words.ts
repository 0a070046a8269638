import type { Estimates } from '../trust/estimates.ts';
import { deservedWord } from './calibration-words.ts';
import { effectWords, followsQuality, nameIn, nameOf } from './process-words.ts';
import { inUnit, moneyUnit } from './money-unit.ts';
import { amount, chance, many, sentence } from './wording.ts';

type Investment = Estimates['investments'][number];
type Process = Estimates['processes'][number];

/** What to fund next, only what is shown to build trust, and what that choice risks; else what either choice risks. */
export function fundingSentence(estimates: Estimates): string {
  const { processes, investments, reasons } = estimates;
  if (processes.length === 0)
    return sentence(`Cannot tell: ${reasons['processes'] ?? 'no process is registered'}`);
  const working = investments.filter((row) => works(estimates, row));
  const free = working.filter(({ costPerUnit }) => costPerUnit === 0);
  const first = working.find(({ rank }) => rank !== null);
  const words = [
    ...free.map((row) => freeSentence(estimates, row)),
    first === undefined ? '' : `${valueSentence(estimates, first)} ${riskOf(estimates, first)}`,
    ...working
      .filter(({ costPerUnit }) => costPerUnit === null)
      .map((row) => unpricedSentence(estimates, row)),
    working.length === 0 ? '' : deservedCaution(estimates),
    working.length > 0 ? '' : `Cannot tell: no process is shown to build trust. ${eitherRisk(estimates)}`,
    harmSentence(estimates),
  ];
  return words.filter((text) => text !== '').join(' ');
}

/** What breaks trust: to stop it may be the better use of the money. */
function harmSentence({ processes }: Estimates): string {
  const harmful = processes.filter(({ effective }) => effective === 'breaks trust');
  if (harmful.length === 0) return '';
  const each = harmful.map((row) => `${nameOf(row)} breaks trust: ${effectWords(row)}`);
  return [sentence(each.join('; ')), ...harmful.map(caveat)].filter((text) => text !== '').join(' ');
}

function deservedCaution({ trust }: Estimates): string {
  return deservedWord(trust.calibration.gap) === 'higher than deserved'
    ? 'Trust is higher than deserved as it is: what raises it further may not last, better recommendations do.'
    : '';
}

const works = ({ processes }: Estimates, { process }: Investment): boolean =>
  processes.some((row) => row.process === process && row.effective === 'builds trust');

const rowOf = ({ processes }: Estimates, { process }: Investment): Process | undefined =>
  processes.find((row) => row.process === process);

/** A process that works, its effect, what is told of its price, and what to beware of. */
function workSentence(estimates: Estimates, investment: Investment, price: string): string {
  const row = rowOf(estimates, investment);
  if (row === undefined) return '';
  return [sentence(`${nameOf(row)} builds trust, ${effectWords(row)}${price}`), caveat(row)]
    .filter((text) => text !== '')
    .join(' ');
}

const freeSentence = (estimates: Estimates, investment: Investment): string =>
  workSentence(estimates, investment, ', and costs nothing by the registry');

const unpricedSentence = (estimates: Estimates, investment: Investment): string =>
  workSentence(
    estimates,
    investment,
    `; whether it is worth it, and what choosing it risks, cannot be told: ${investment.reason ?? 'the cost is not known'}`,
  );

function valueSentence(estimates: Estimates, investment: Investment): string {
  const row = rowOf(estimates, investment);
  const name = nameIn(estimates.processes, investment.process);
  const told = sentence(`${name}: ${value(estimates, investment)}`);
  return [told, row === undefined ? '' : caveat(row)].filter((text) => text !== '').join(' ');
}

const CHANCE = {
  experiment: '',
  rollout:
    'reached sellers at different times: this is its effect only if those reached later would have moved alike.',
  observational:
    'was not assigned by chance: this is an association, and the sellers who met it may differ otherwise.',
} as const;

/** What to beware of before a process is funded: what is not assigned by chance, and trust that follows quality worse. */
function caveat(row: Process): string {
  const name = nameOf(row);
  return [
    row.design === 'experiment' ? '' : sentence(`${name} ${CHANCE[row.design]}`),
    row.effective === 'builds trust' && followsQuality(row) === 'worse'
      ? sentence(`With ${name} trust follows the quality of recommendations worse`)
      : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** `0.120 (0.060 to 0.180) of a seller’s trust per unit of money`. */
function value({ investments }: Estimates, { valuePerCost }: Investment): string {
  const unit = moneyUnit(investments);
  const [estimate, lower, upper] = valuePerCost === null ? [] : inUnit(valuePerCost, unit);
  const told = estimate === undefined ? 'an unknown part' : `${estimate} (${lower} to ${upper})`;
  return `${told} of a seller’s trust per ${unit.words}`;
}

function riskOf(estimates: Estimates, row: Investment): string {
  const { choice, processes, investments } = estimates;
  const { process, probabilityBest, valuePerCost } = row;
  const low =
    valuePerCost !== null && valuePerCost.lower < 0 ? ', and that it costs trust is not ruled out' : '';
  const guess = investments.find(({ rank }) => rank === 1);
  const behind = Math.max(0, guess?.valuePerCost?.estimate ?? 0) - Math.max(0, valuePerCost?.estimate ?? 0);
  const loss = (choice?.expectedRegret ?? 0) + behind;
  const unit = moneyUnit(investments);
  const cost = loss > 0 ? `${amount(loss * unit.units)} of a seller’s trust per ${unit.words}` : 'nothing';
  const regret =
    choice?.expectedRegret == null
      ? ''
      : ` Choosing it now is expected to cost ${cost} against knowing everything.`;
  const better =
    guess === undefined || guess.process === process
      ? ''
      : ` The best guess, ${nameIn(processes, guess.process)} with ${value(estimates, guess)}, is not shown to build trust.`;
  return `The risk: with a probability of ${chance(1 - probabilityBest)} it is not the best use of the money among the processes whose cost is known${low}.${regret}${better}`;
}

export const NOTHING_PRICED = 'no process has a known effect and cost';

/** Nothing is shown to work: what funding the best guess risks, and what funding none does. */
function eitherRisk(estimates: Estimates): string {
  const { processes, investments, choice } = estimates;
  const priced = investments.filter(({ rank }) => rank !== null);
  const [guess] = priced;
  if (guess === undefined || choice?.probabilityNone == null)
    return sentence(`What a choice would risk cannot be told: ${NOTHING_PRICED}`);
  const those = priced.length === processes.length ? '' : ' whose effect and cost are known';
  const which = priced.length === 1 ? 'it builds' : `at least one of the ${priced.length}${those} builds`;
  const name = nameIn(processes, guess.process);
  const gives = `gives ${value(estimates, guess)}`;
  const any =
    (guess.valuePerCost?.estimate ?? 0) > 0
      ? `The risk of funding the best guess, ${name}: it ${gives}.`
      : `The risk of funding one all the same: even the best guess, ${name}, ${gives}.`;
  return `${any} The risk of funding none: with a probability of ${chance(1 - choice.probabilityNone)} ${which} any trust; without any knowledge that would be ${chance(1 - 0.5 ** priced.length)}.`;
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
