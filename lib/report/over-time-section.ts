import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { evolutionChart } from './evolution-chart.ts';
import { movements } from './movement.ts';
import { changeTable } from './movement-words.ts';
import { quarterly } from './quarterly-section.ts';
import { statedChart } from './stated-chart.ts';
import { nothingTold } from './tables.ts';

/** Trust over time: how the means went, and what the same sellers' trust did. */
export function overTime(estimates: Estimates): Html {
  const { evolution, processes, trust } = estimates;
  const weekly = evolution.some(({ period }) => period.includes('W'));
  const moved = movements(estimates);
  return html`<section aria-labelledby="over-time">
    <h2 id="over-time">Trust over time</h2>
    ${evolutionChart(evolution, processes, weekly ? 'week' : 'round') ?? nothingTold('no period has enough sellers')}
    ${answersOverTime(estimates, weekly ? 'week' : 'round')} ${quarterly(estimates.quarterly)}
    <h3>Did the same sellers’ trust move?</h3>
    ${moved.length === 0 ? nothingTold(trust.change.overall.reason) : changeTable(moved, trust.change.overall)}
    <p class="note">
      The means above are of whoever decided in a period: they move when other sellers are asked. A change is
      told only of sellers who decided both in the first and in the last quarter of the periods, from the
      first decision of each until now; of those who stopped, their number and their trust at first are all
      there is. Periods in which fewer than half as many were asked as in the largest do not count. A rise or
      a fall is called so by the interval that holds at all looks together: a page that is read every week
      would otherwise find a change sooner or later where there is none.
    </p>
  </section>`;
}

/** What sellers said, where enough of them were asked. */
function answersOverTime({ statedEvolution }: Estimates, unit: string): Html | '' {
  const chart = statedChart(statedEvolution, unit);
  return chart === undefined
    ? ''
    : html`<h3>What sellers said</h3>
        ${chart}`;
}
