import { html, type Html } from '../html/html.ts';
import type { Change } from '../trust/trust-schema.ts';
import { directionOf, whyUntold, type Movement } from './movement.ts';
import { cannotTell, table, type Cell } from './tables.ts';
import { between, count, digitsOf, list, many, moreBelow, number, sentence, signed } from './wording.ts';

/** The headline: what can be told at every look, not at this one alone. It is of the whole time, not since the last report. */
export function headline(moved: readonly Movement[]): string {
  const named = (direction: Movement['direction']) =>
    moved.filter((each) => each.direction === direction).map(({ recommender }) => recommender);
  const [rose, fell] = [named('rose'), named('fell')];
  if (rose.length + fell.length === 0) {
    const still = named('none');
    if (still.length === 0) return 'Whether trust moved cannot be told yet';
    const where = still.length === moved.length ? '' : ` in ${few(still)}`;
    return `In the long run, no sign that trust moved${where}`;
  }
  const parts = [
    rose.length > 0 ? `rose in ${few(rose)}` : '',
    fell.length > 0 ? `fell in ${few(fell)}` : '',
  ];
  return `In the long run, trust ${list(parts.filter((part) => part !== ''))}`;
}

/** Three names at most: a headline. */
const few = (names: readonly string[]): string =>
  names.length <= 3 ? list(names) : list([...names.slice(0, 2), `${names.length - 2} more`]);

const size = ({ change }: Movement): number => Math.abs(change.estimate ?? 0);

export const NOBODY_TO_COMPARE = 'there are no sellers to compare';

/** The largest changes first, one paragraph each.
 *  @param shown recommenders at most; the others are said to stand below */
export function movementAnswer(moved: readonly Movement[], shown: number): string[] {
  if (moved.length === 0) return [sentence(`Cannot tell: ${NOBODY_TO_COMPARE}`)];
  const told = moved
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, shown)
    .map(movementSentence);
  const last = told.pop() ?? '';
  return [...told, `${last}${moreBelow(moved.length - shown)}`];
}

function movementSentence({ recommender, change, direction }: Movement): string {
  const { estimate, start, from, n } = change;
  if (estimate === null || direction === 'cannot tell')
    return sentence(`Whether trust in ${recommender} moved cannot be told: ${whyUntold(change)}`);
  const since = `since ${spanWords(from)}`;
  const digits = digitsOf(change.anytime);
  const numbers = `${signed(estimate, digits)} (${signedInterval(change.anytime, digits)})`;
  const who = `the same ${many(n, 'seller')}`;
  const verdict =
    direction === 'none'
      ? `In ${recommender} no sign that the trust of ${who} moved ${since}: ${numbers}`
      : `In ${recommender} the trust of ${who} ${direction} from ${number(start.estimate ?? 0)} to ${number((start.estimate ?? 0) + estimate)} ${since}: ${numbers}`;
  return `${verdict}.${exitWords(change)}`;
}

/** A change is told of those who stayed; where those who did not stood elsewhere from the start, that is said. */
function exitWords({ exits, start, to }: Change): string {
  const { estimate, lower, upper } = exits.trust;
  if (estimate === null || lower === null || upper === null || start.estimate === null) return '';
  if (lower <= start.estimate && start.estimate <= upper) return '';
  return ` ${many(exits.sellers, 'other seller')} stopped before ${spanWords(to)}; their trust at first was ${number(estimate)} (${number(lower)} to ${number(upper)}).`;
}

/** `week 2026-W36`, `rounds 1 to 5`. */
function spanWords(span: Change['from']): string {
  if (span === null) return 'the start';
  const unit = /^\d+$/.test(span.first) ? 'round' : 'week';
  return span.first === span.last ? `${unit} ${span.first}` : `${unit}s ${span.first} to ${span.last}`;
}

const signedInterval = ({ lower, upper }: Pick<Change, 'lower' | 'upper'>, digits: number): string =>
  lower === null || upper === null ? 'none' : `${signed(lower, digits)} to ${signed(upper, digits)}`;

/** Every change with both of its intervals, and who is left out. */
export function changeTable(moved: readonly Movement[], overall: Change): Html {
  const spans = [...moved.map(({ change }) => change), overall].flatMap(({ from }) => from ?? []);
  const [first, ...others] = new Set(spans.map(spanWords));
  const shared = first !== undefined && others.length === 0 ? first : null;
  const rows = moved.map(({ recommender, change }) => changeRow(recommender, change, shared));
  return table(
    `Change of the same sellers’ trust since their first decision${shared === null ? '' : ` in ${shared}`}; 95 % intervals`,
    [
      { head: 'Recommender' },
      { head: 'At first', numeric: true },
      { head: 'Change, at this look', numeric: true },
      { head: 'At all looks', numeric: true },
      { head: 'Sellers', numeric: true },
      { head: 'Stopped', numeric: true },
    ],
    moved.length > 1 ? [...rows, changeRow('All together', overall, shared)] : rows,
  );
}

function changeRow(name: string, change: Change, shared: string | null): Cell[] {
  const { estimate, start, from, n, exits, reason } = change;
  const since =
    from === null || spanWords(from) === shared ? '' : html` <small>since ${spanWords(from)}</small>`;
  const weak = estimate === null || reason === null ? '' : html` <small>${reason}</small>`;
  const who = html`${name}${since}${weak}`;
  if (estimate === null || directionOf(change) === 'cannot tell')
    return [who, { span: 5, content: cannotTell(whyUntold(change)) }];
  const there = exits.trust.estimate === null ? '' : html` <small>at ${number(exits.trust.estimate)}</small>`;
  return [
    who,
    start.estimate === null ? '' : number(start.estimate),
    html`${signed(estimate)} <small>${between(change) ?? 'no interval'}</small>`,
    between(change.anytime) ?? '',
    count(n),
    html`${count(exits.sellers)}${there}`,
  ];
}
