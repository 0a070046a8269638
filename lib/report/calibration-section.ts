import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { calibrationChart } from './calibration-chart.ts';
import { calibrationSentence } from './calibration-words.ts';
import { cannotTell, quantityRow, short, table, type Cell } from './tables.ts';
import { between, number } from './wording.ts';

type Calibration = Estimates['trust']['calibration'];

/** Trust against what the record deserves. */
export function calibration({ trust }: Estimates): Html {
  const { calibration: found } = trust;
  const numbers = byRecommender(found);
  return html`<section aria-labelledby="calibration">
    <h2 id="calibration">Is trust deserved?</h2>
    <p>${calibrationSentence({ trust })} High trust is not the aim; trust that follows the record is.</p>
    ${calibrationChart(found, numbers) ?? numbers} ${follows(found)}
  </section>`;
}

function byRecommender(found: Calibration): Html {
  const rows = Object.entries(found.byRecommender).map(
    ([name, { trust, fidelity, deserved, gap }]): Cell[] => [
      name,
      short(trust),
      short(fidelity),
      deserved.estimate === null ? cannotTell(deserved.reason) : number(deserved.estimate),
      short(gap),
      between(gap.anytime) ?? '',
    ],
  );
  return table(
    'Trust, fidelity and the gap, by recommender; each estimate with its 95 % interval and n. The gap is the trust of sellers who have seen outcomes less what those deserve',
    [
      { head: 'Recommender' },
      { head: 'Trust, 0 to 1' },
      { head: 'Mean fidelity, −1 to 1' },
      { head: 'Deserved' },
      { head: 'Gap' },
      { head: 'Gap at all looks', numeric: true },
    ],
    [...rows, ['All together', '', '', '', short(found.gap), between(found.gap.anytime) ?? '']],
  );
}

function follows(found: Calibration): Html {
  return table(
    'Does trust follow the record?',
    [
      { head: 'Slope of trust' },
      { head: 'Estimate', numeric: true },
      { head: '95 % interval', numeric: true },
      { head: 'n', numeric: true },
    ],
    [
      quantityRow(
        'on the weight the record supports, decision by decision (1: it follows fully)',
        found.slope,
      ),
      quantityRow('on the fidelity seen before, between sellers of one recommender', found.acrossSellers),
      quantityRow('on the fidelity seen, between recommenders (n counts them)', found.acrossRecommenders),
    ],
  );
}
