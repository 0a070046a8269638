import { html, type Html } from '../../html/html.ts';
import { number } from '../wording.ts';
import { isTold, type Course } from './segment-view.ts';

const [WIDTH, HEIGHT] = [96, 20];
const LONGEST = 53; // periods: more have no room in so small a drawing

/** Trust of a course over the last year of its periods as one line, on an axis from 0 to 1; a withheld period interrupts it. */
export function segmentSpark({ periods: all, recommender }: Course): Html | '' {
  const periods = all.slice(-LONGEST);
  const told = periods.filter(isTold);
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || told.length < 2) return '';
  const x = (i: number): number => Math.round((i / (periods.length - 1)) * (WIDTH - 4)) + 2;
  const y = (mean: number): number => Math.round((1 - mean) * (HEIGHT - 4)) + 2;
  let pen = 'M';
  const line = periods.map(({ mean }, i) => {
    if (mean === null) {
      pen = 'M';
      return '';
    }
    const step = `${pen}${x(i)} ${y(mean)}`;
    pen = 'L';
    return step;
  });
  const words = `${recommender}: from ${number(first.mean ?? 0)} in ${first.period} to ${number(last.mean ?? 0)} in ${last.period}`;
  return html`<svg
    width="${WIDTH}"
    height="${HEIGHT}"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${words}"
  >
    <path d="M2 ${y(1)}H${WIDTH - 2}M2 ${y(0)}H${WIDTH - 2}" stroke="var(--rule)" fill="none" />
    <path d="${line.join('')}" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round" fill="none" />
  </svg>`;
}
