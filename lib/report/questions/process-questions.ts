import type { Estimates } from '../../trust/estimates.ts';
import { NOTHING_PRICED } from '../funding-words.ts';
import { between, digitsOf, list } from '../wording.ts';
import { nameIn, nameOf } from '../process-words.ts';
import { ask, type Unanswered } from './question.ts';

/** Which process works, what it is worth, and whether trust pays. */
export function processQuestions(estimates: Estimates): Unanswered[] {
  const { processes, investments, reasons, growth } = estimates;
  return [
    ...fundingQuestions(estimates),
    ...(processes.length === 0
      ? [{ what: 'which process works', why: reasons['processes'] ?? 'no process is registered' }]
      : effectQuestions(processes)),
    ...investments
      .filter(({ costPerUnit }) => costPerUnit === null)
      .map((row) => ({
        what: `what ${nameIn(processes, row.process)} gives per unit of money`,
        why: row.reason ?? 'what it costs is not known',
      })),
    ...ask('whether sellers who trust more earn more', growth.association),
  ];
}

/** Effects nobody knows, each for its reason; those whose interval holds none together. */
function effectQuestions(processes: Estimates['processes']): Unanswered[] {
  const unclear = processes.filter(
    ({ effect, effective }) => effect.estimate !== null && effective === 'cannot tell',
  );
  const spans = unclear.map(
    (row) =>
      `${unclear.length === 1 ? '' : `${nameOf(row)} `}${between(row.familywise, digitsOf(row.familywise)) ?? 'no interval'}`,
  );
  return [
    ...processes.flatMap((row) => ask(`what ${nameOf(row)} does to trust`, row.effect)),
    ...(unclear.length === 0
      ? []
      : [
          {
            what: `whether ${whichOf(unclear)} trust`,
            why: `an effect of zero is not ruled out: ${list(spans)}`,
          },
        ]),
  ];
}

const NAMED = 3;

const whichOf = (processes: Estimates['processes']): string =>
  processes.length > NAMED
    ? `${processes.length} of the processes move`
    : `${list(processes.map(nameOf), 'or')} moves`;

const FUND = 'what to fund next';

function fundingQuestions({ processes, investments, reasons, choice }: Estimates): Unanswered[] {
  if (investments.length === 0)
    return [{ what: FUND, why: reasons['investments'] ?? 'no effect of a process is known' }];
  if (processes.some(({ effective }) => effective === 'builds trust')) return [];
  const risk = 'what funding a process, or none, risks';
  return [
    { what: FUND, why: 'no process is shown to build trust' },
    ...(choice?.probabilityNone == null ? [{ what: risk, why: NOTHING_PRICED }] : []),
  ];
}
