import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { count, many, number, withInterval } from './wording.ts';

/** What stated trust would be if everybody had answered: by what is known of the silent, and whatever they think. */
export function nonresponse({ nonresponse: found, trust: { stated } }: Estimates): Html | '' {
  const { all, answered, corrected, lowest, highest } = found;
  if (answered === 0 || stated.estimate === null || lowest === null || highest === null) return '';
  const guess =
    corrected.estimate === null
      ? `what the silent would have said cannot be told (${corrected.reason ?? 'no reason was given'})`
      : `with the silent as far as they are like those who did, the mean answer is ${withInterval(corrected) ?? ''}`;
  return html`<p>
    In ${count(answered)} of ${many(all, 'pair')} of a seller and a recommender trust was rated: ${guess};
    whatever the silent think, it lies between ${number(lowest)} and ${number(highest)}.
  </p>`;
}
