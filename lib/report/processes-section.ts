import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { effectsChart } from './effects-chart.ts';
import { fundingSentence, nextExperiment } from './funding-words.ts';
import { nameIn, nameOf, processSentence } from './process-words.ts';
import { cannotTell, nothingTold, inProse, quantityRow, table } from './tables.ts';
import { inUnit, moneyUnit, type MoneyUnit } from './money-unit.ts';
import { amount, chance, count, digitsOfWidth, list, number, signed, percent, sentence } from './wording.ts';

type Process = Estimates['processes'][number];

/** Which practices move trust, and where the next unit of money does most. */
export function processes(estimates: Estimates): Html {
  const { processes: found, reasons } = estimates;
  if (found.length === 0)
    return html`<section aria-labelledby="processes">
      <h2 id="processes">Processes and investments</h2>
      <p>
        <strong>Which practices move trust: cannot tell.</strong>
        ${sentence(reasons['processes'] ?? 'no process is registered')}
      </p>
    </section>`;
  const known = found.filter(({ effect }) => effect.estimate !== null).length;
  return html`<section aria-labelledby="processes">
    <h2 id="processes">Processes and investments</h2>
    <ul class="plain">
      ${found.map((row) => html`<li>${processSentence(row, known)}</li>`)}
    </ul>
    ${effectsChart(found)} ${found.map(details)} ${where(estimates)} ${growth(estimates)}
    <p class="note">
      Effects are on what sellers did, round by round, never on trust that was filtered or smoothed: that
      would show a tenth of them. Without assignment by chance a difference is an effect only if nothing else
      decides who meets the process.
    </p>
  </section>`;
}

/** Every estimator and every outcome of a process, side by side. */
function details(row: Process): Html {
  return html`<details>
    <summary>${nameOf(row)}: every estimate, and what else it changes</summary>
    ${
      row.checks.length === 0
        ? ''
        : html`<ul class="plain">
            ${row.checks.map(({ check, detail }) => html`<li><strong>${sentence(check)}</strong> ${sentence(detail)}</li>`)}
          </ul>`
    }
    ${table(
      `${nameOf(row)}: estimates of its effect on the level of trust; the joint model's is per outcome seen`,
      COLUMNS,
      row.estimators.map(({ estimator, effect }) => quantityRow(estimator, effect, 3)),
    )}
    ${table(
      `${nameOf(row)}: what else it changes`,
      [{ head: 'Outcome' }, ...COLUMNS.slice(1)],
      row.outcomes.map(({ outcome, unit, effect }) =>
        quantityRow(html`${outcome}, ${unit}`, effect, outcome === 'result' ? digitsOfWidth(effect) : 3),
      ),
    )}
    ${row.segments.length === 0 ? '' : segments(row)} ${fragility(row)} ${gains(row)} ${silent(row)}
  </details>`;
}

const COLUMNS = [
  { head: 'Estimator' },
  { head: 'Effect', numeric: true },
  { head: '95 % interval', numeric: true },
  { head: 'Sellers', numeric: true },
] as const;

function segments(row: Process): Html {
  return table(
    `${nameOf(row)}: effect by segment; p is adjusted for how many there are`,
    [{ head: 'Segment' }, ...COLUMNS.slice(1), { head: 'p', numeric: true }],
    row.segments.map(({ segment, value, effect, pAdjusted }) =>
      quantityRow(`${segment}: ${value}`, effect, 3).concat(pAdjusted === null ? '' : number(pAdjusted, 3)),
    ),
  );
}

/** How strong a cause nobody observed would have to be to undo an effect that was not assigned by chance. */
function fragility({ estimators }: Process): Html | '' {
  const values = estimators.flatMap(({ diagnostics: { RV, RVa } }) =>
    typeof RV === 'number' && typeof RVa === 'number' ? [{ RV, RVa }] : [],
  );
  const [weakest] = values.toSorted((a, b) => a.RV - b.RV);
  if (weakest === undefined) return '';
  const unclear =
    weakest.RVa > 0 ? `${percent(weakest.RVa, 1)} would make it unclear` : 'it is not clear of zero as it is';
  return html`<p>
    A cause nobody observed that explains ${percent(weakest.RV, 1)} of what is left both of what sellers do
    and of who meets the process would bring the effect to zero; ${unclear}.
  </p>`;
}

function gains({ whoGainsMost: found }: Process): Html | '' {
  if (found === null) return '';
  const held = found.verdict === 'predictions hold';
  return html`<p>
    Who gains most ${held ? 'can be predicted from what is known of sellers before' : 'cannot be told'}: it
    can where both are clear of zero, the slope of effects on those predicted, ${number(found.slope)}
    (standard error ${number(found.slopeSe)}; 1: as predicted, 0: noise), and the trust that an order by the
    prediction gains over one by chance, ${number(found.autoc, 3)} (standard error
    ${number(found.autocSe, 3)}).
  </p>`;
}

function silent({ silence }: Process): Html | '' {
  if (silence === null) return '';
  const { share, difference, lower, upper, tippingShift } = silence;
  const tip =
    tippingShift === null
      ? 'nothing they could have done would bring it to zero'
      : tippingShift === 0
        ? 'it is not clear of zero as it is'
        : `it is gone if the silent under the process would have differed by ${signed(tippingShift)} from those who decided`;
  return html`<p>
    In ${percent(share)} of rounds nothing was decided that tells of trust. With the weight of advice of those
    who did, the difference is ${signed(difference)}; ${tip}. Whatever the silent would have done, it lies
    between ${signed(lower)} and ${signed(upper)}.
  </p>`;
}

/** Does trust pay? An association, said to be one. */
export function growth({ growth: { association, robustness } }: Estimates): Html {
  const { estimate, reason } = association;
  if (estimate === null)
    return html`<h3>Do sellers who trust more earn more?</h3>
      ${nothingTold(reason)}`;
  const { lower, upper } = association;
  const isClear = lower !== null && upper !== null && (lower > 0 || upper < 0);
  const fragile =
    robustness === null
      ? ''
      : `. A cause of both that explains ${percent(robustness, 1)} of what is left of either would explain all of it`;
  const verdict = isClear
    ? `an association, not an effect${fragile}`
    : 'that is not told apart from no difference at all';
  return html`<h3>Do sellers who trust more earn more?</h3>
    <p>
      From no weight on recommendations to full weight, a seller’s result differs by
      ${inProse(association, digitsOfWidth(association))} a round, given what is known before: ${verdict}.
      What a process that moves trust does to the result stands with the process.
    </p>`;
}

function where(estimates: Estimates): Html {
  const { processes: found, investments, choice, reasons } = estimates;
  if (investments.length === 0)
    return html`<h3>Where to invest next</h3>
      ${nothingTold(reasons['investments'] ?? null)}`;
  const unit = moneyUnit(investments);
  return html`<h3>Where to invest next</h3>
    <p>${fundingSentence(estimates)} ${nextExperiment(found, investments)} ${portfolioSentence(estimates)}</p>
    ${table(
      'Processes by trust per money; estimates are drawn towards no effect, so that the luckiest of many does not look best',
      [
        { head: 'Process' },
        { head: 'Cost a unit', numeric: true },
        { head: 'Would reach', numeric: true },
        { head: 'Trust a unit', numeric: true },
        { head: `Trust per ${unit.words}`, numeric: true },
        { head: 'Probability best', numeric: true },
        { head: 'Value of an experiment', numeric: true },
      ],
      investments.map((row) => [
        nameIn(found, row.process),
        row.costPerUnit === null ? 'not known' : amount(row.costPerUnit, 9),
        count(row.reach),
        interval(row.gainPerUnit),
        row.valuePerCost === null
          ? html`<span class="why">${cannotTell(row.reason)}</span>`
          : priced(row.valuePerCost, unit),
        row.rank === null ? '' : chance(row.probabilityBest),
        row.nextExperiment === null ? '' : number(row.nextExperiment.valueOfInformation, 2),
      ]),
    )}
    <p class="note">
      Probability best: that the process gives most trust per unit of money, and more than
      nothing${choice?.probabilityNone == null ? '' : `; none does with ${chance(choice.probabilityNone)}`}.
      Value of an experiment: the trust, in sellers fully won over, to be gained by deciding after it.
    </p>`;
}

function portfolioSentence({ processes: found, investments, choice }: Estimates): string {
  if (choice?.portfolio == null || choice.budget === null) return '';
  const { processes: chosen, cost, gap } = choice.portfolio;
  const budget = `a budget of ${amount(choice.budget, 9)}`;
  if (chosen.length === 0)
    return investments.some(({ gainPerUnit }) => gainPerUnit.estimate > 0)
      ? `No process that is expected to build trust fits into ${budget} with all it would reach.`
      : `No process is expected to build trust: ${budget} is best kept.`;
  const unshown = found.filter((row) => chosen.includes(row.process) && row.effective !== 'builds trust');
  const guess =
    unshown.length === 0
      ? ''
      : ` That is a guess: ${list(unshown.map(nameOf))} ${unshown.length === 1 ? 'is' : 'are'} not shown to build trust.`;
  const names = list(chosen.map((process) => nameIn(found, process)));
  const exact = gap === 0 ? '' : ` (at most ${number(gap, 2)} sellers’ trust behind the best)`;
  return `Within ${budget} most trust is expected from ${names}, for ${amount(cost, 9)}${exact}.${guess}`;
}

const priced = (found: NonNullable<Estimates['investments'][number]['valuePerCost']>, unit: MoneyUnit) => {
  const [estimate, lower, upper] = inUnit(found, unit);
  return html`${estimate} <small>${lower} to ${upper}</small>`;
};

function interval({ estimate, lower, upper }: { estimate: number; lower: number; upper: number }): Html {
  return html`${number(estimate, 3)} <small>${number(lower, 3)} to ${number(upper, 3)}</small>`;
}
