import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { nothingTold, inProse, quantityRow, table } from './tables.ts';
import { trustNowChart } from './trust-now-chart.ts';
import { between } from './wording.ts';

/** Trust now: three views side by side, never blended. */
export function trustNow({ trust }: Estimates): Html {
  return html`<section aria-labelledby="now">
    <h2 id="now">Trust now</h2>
    ${trustNowChart(trust) ?? nothingTold(trust.overall.reason)}
    <h3>Three views of it</h3>
    <p>
      What sellers say, what they do and what the model infers are three measurements. They may disagree, and
      are not blended.
    </p>
    ${table(
      'Three views of trust, and how far they agree',
      [
        { head: 'View' },
        { head: 'Estimate', numeric: true },
        { head: '95 % interval', numeric: true },
        { head: 'n', numeric: true },
      ],
      [
        quantityRow('Stated: mean answer, 1 to 7', trust.stated),
        quantityRow('Shown: mean weight of advice, 0 to 1', trust.shown),
        quantityRow('Inferred: trust factor, 0 to 1', trust.inferred),
        ...agreementRows(trust.agreement),
      ],
    )}
    ${answers(trust.ratings)} ${contrasts(trust.contrasts)}
    <p class="note">
      n counts sellers; for the trust factor, sellers once for each recommender they hear from. A correlation
      runs from −1 to 1 and is lowered by the error of both views; the corrected one says what it would be
      without.
    </p>
  </section>`;
}

/** Recommenders against each other, over the sellers who hear from both. */
function contrasts(found: Estimates['trust']['contrasts']): Html | '' {
  if (found.length === 0) return '';
  const largest = found.toSorted(
    (a, b) => Math.abs(b.difference.estimate ?? 0) - Math.abs(a.difference.estimate ?? 0),
  );
  return html`<h3>One recommender against another</h3>
    ${table(
      `Difference in trust, over the sellers who hear from both${found.length > CONTRASTS_SHOWN ? `: the largest ${CONTRASTS_SHOWN} of ${found.length}` : ''}`,
      [
        { head: 'Recommenders' },
        { head: 'Difference', numeric: true },
        { head: '95 % at this look alone', numeric: true },
        { head: 'Sellers', numeric: true },
        { head: '95 % at all looks', numeric: true },
      ],
      largest
        .slice(0, CONTRASTS_SHOWN)
        .map(({ first, second, difference }) =>
          quantityRow(`${first} less ${second}`, difference).concat(between(difference.anytime) ?? ''),
        ),
    )}`;
}

const CONTRASTS_SHOWN = 10;

function agreementRows({
  statedShown,
  statedInferred,
  shownInferred,
}: Estimates['trust']['agreement']): ReturnType<typeof quantityRow>[] {
  return [
    quantityRow('Stated with shown: correlation over sellers', statedShown.raw),
    quantityRow('Stated with shown, corrected for error', statedShown.disattenuated),
    quantityRow('Stated with inferred: correlation over sellers', statedInferred.raw),
    quantityRow('Stated with inferred, corrected for error', statedInferred.disattenuated),
    quantityRow('Shown with inferred: correlation over sellers', shownInferred.raw),
  ];
}

/** What an answer of 1 to 7 is worth. */
function answers({ reliability, retest }: Estimates['trust']['ratings']): Html {
  return html`<p>
    Share of the variance of answers that inferred trust explains: ${inProse(reliability)}. Correlation of two
    answers of one seller about one recommender: ${inProse(retest)}.
  </p>`;
}
