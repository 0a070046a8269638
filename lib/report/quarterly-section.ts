import { html, type Html } from '../html/html.ts';
import { DIMENSIONS, type QuarterlyMean } from '../trust/response-schema.ts';
import { grouped } from './grouping.ts';
import { table, type Cell } from './tables.ts';
import { between, count, number, signed } from './wording.ts';

const WAVES_SHOWN = 4; // the last year

/** What sellers answered to the quarterly questionnaire: a line for each version of a question, a column for each wave. */
export function quarterly(means: readonly QuarterlyMean[]): Html | '' {
  if (means.length === 0) return '';
  const waves = [...new Set(means.map(({ wave }) => wave))].slice(-WAVES_SHOWN);
  const shown = means.filter(({ wave }) => waves.includes(wave));
  const lines = [...grouped(shown, ({ item }) => item).values()].toSorted(inOrder);
  return html`<h3>What sellers say every quarter</h3>
    <p>
      Stated by sellers, 1 the least and 7 the most, and never blended with the trust that is inferred from
      what they do. Distrust is asked for on its own: a low one is no high trust.
    </p>
    ${table(
      'Mean answer with its 95 % interval and number of sellers, by question and wave; a new wording is a line of its own',
      [{ head: 'Dimension' }, { head: 'Question' }, ...waves.map((wave) => ({ head: wave, numeric: true }))],
      lines.map((line) => lineOf(line, waves)),
    )}
    <p class="note">${robots(shown)} Means of fewer than 20 sellers are not told.</p>`;
}

function inOrder([a]: readonly QuarterlyMean[], [b]: readonly QuarterlyMean[]): number {
  return rankOf(a) - rankOf(b) || ((a?.item ?? '') < (b?.item ?? '') ? -1 : 1);
}

function rankOf(mean: QuarterlyMean | undefined): number {
  return mean === undefined ? -1 : DIMENSIONS.indexOf(mean.dimension);
}

function lineOf(line: readonly QuarterlyMean[], waves: readonly string[]): Cell[] {
  const cells = waves.map((wave) => cell(line.find((mean) => mean.wave === wave)));
  return [line[0]?.dimension ?? '', line[0]?.item ?? '', ...cells];
}

function cell(mean: QuarterlyMean | undefined): Html | string {
  if (mean === undefined) return '';
  if (mean.mean === null) return 'too few';
  return html`${number(mean.mean)} <small>${between(mean) ?? ''}; n ${count(mean.sellers)}</small>`;
}

/** How much hangs on answers that a robot may have given. */
function robots(means: readonly QuarterlyMean[]): string {
  const touched = means.filter(({ sellers, withoutSuspects }) => withoutSuspects.sellers < sellers);
  if (touched.length === 0) return 'No answer looks like a robot’s.';
  const moved = touched
    .flatMap(({ mean, withoutSuspects, item, wave }) =>
      mean === null || withoutSuspects.mean === null
        ? []
        : [{ by: withoutSuspects.mean - mean, what: `${item} in ${wave}` }],
    )
    .toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const [most] = moved;
  if (most === undefined)
    return 'A few answers may be a robot’s; what they said cannot be told apart without telling single answers.';
  return `Without answers that a robot may have given, the mean that moves most is ${most.what}: by ${signed(most.by)}.`;
}
