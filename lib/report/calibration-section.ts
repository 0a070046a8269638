import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { quantityRow, short, table } from './tables.ts';
import { between } from './wording.ts';

/** Trust against what the record deserves. */
export function calibration({ trust: { calibration: found } }: Estimates): Html {
  const rows = Object.entries(found.byRecommender).map(([name, { trust, fidelity, gap }]) => [
    name,
    short(trust),
    short(fidelity),
    short(gap),
    between(gap.anytime) ?? '',
  ]);
  return html`<section aria-labelledby="calibration">
    <h2 id="calibration">Is trust deserved?</h2>
    <p>
      High trust is not the aim; trust that follows the record is. The gap compares trust with the weight of a
      seller who judged both her plans and the recommendations by the errors she has seen. Above zero: more
      trust than deserved; below: less.
    </p>
    ${table(
      'Trust, fidelity and the gap, by recommender; each estimate with its 95 % interval and n',
      [
        { head: 'Recommender' },
        { head: 'Trust, 0 to 1' },
        { head: 'Mean fidelity, −1 to 1' },
        { head: 'Gap' },
        { head: 'Gap, 95 % at all looks', numeric: true },
      ],
      [...rows, ['All together', '', '', short(found.gap), between(found.gap.anytime) ?? '']],
    )}
    ${table(
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
    )}
  </section>`;
}
