import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { table, type Cell } from './tables.ts';
import { marginSentence, pairSentence, THEORY_WORDS, verdictSentence } from './theory-words.ts';
import { count, number, percent } from './wording.ts';

type Theory = Estimates['theories'][number];

/** Which theory: the verdict, the table it rests on, and the two tests. */
export function theories({ theories: found, verdict }: Estimates): Html {
  const best = {
    bic: Math.min(...found.flatMap(({ bic }) => bic ?? [])),
    bicEvent: Math.min(...found.flatMap(({ bicEvent }) => bicEvent ?? [])),
  };
  const sorted = found.toSorted((a, b) => (a.bic ?? Infinity) - (b.bic ?? Infinity));
  return html`<section aria-labelledby="theories">
    <h2 id="theories">Which theory explains what sellers do</h2>
    <p>${verdictSentence(verdict)} ${marginSentence(verdict)}</p>
    ${table(
      'Theories, best fit first. Distance: BIC above the best, by seller and by decision; a distance over 10 by seller is decisive. Held out: mean log score of decisions of sellers the fit has not seen. Later: the same for the last 30 % of each seller’s decisions, from the fit to the others; higher is better. Share: of sellers, where each belongs to one kind',
      [
        { head: 'Theory: the seller …' },
        { head: 'Distance', numeric: true },
        { head: 'By decision', numeric: true },
        { head: 'Held out', numeric: true },
        { head: 'Later', numeric: true },
        { head: 'Parameters', numeric: true },
        { head: 'Share', numeric: true },
      ],
      sorted.map((theory) => row(theory, best)),
    )}
    <p>${pairSentence(verdict)}</p>
  </section>`;
}

type Best = Readonly<Record<'bic' | 'bicEvent', number>>;

function row(found: Theory, best: Best): Cell[] {
  const { theory, bic, bicEvent, heldOutLogScore, timeSplitLogScore, parameterCount, share, reason } = found;
  const name = html`<strong>${theory}</strong> <small>${THEORY_WORDS[theory]}</small>`;
  if (bic === null)
    return [
      name,
      {
        span: 6,
        content: html`<span class="unknown">cannot tell</span>${reason === null ? '' : `: ${reason}`}`,
      },
    ];
  return [
    name,
    distance(bic, best.bic),
    bicEvent === null ? '' : distance(bicEvent, best.bicEvent),
    heldOutLogScore === null ? '' : number(heldOutLogScore, 3),
    timeSplitLogScore === null ? '' : number(timeSplitLogScore, 3),
    parameterCount === null ? '' : number(parameterCount, 0),
    share === null ? '' : percent(share),
  ];
}

function distance(bic: number, best: number): string {
  if (bic === best) return 'best';
  return `+${bic - best < 100 ? number(bic - best, 1) : count(bic - best)}`;
}
