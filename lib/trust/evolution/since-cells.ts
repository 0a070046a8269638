import { milliseconds, type Instant } from '../../domain/instant.ts';
import type { Cells, Term } from '../cells.ts';
import type { Sequence, Step } from '../sequence.ts';
import type { TrustFit } from '../trust-fit.ts';
import { hasMotion } from './motion.ts';
import { changeTerm, type SequencePath } from './seller-change.ts';

/** Whom a comparison with the report before finds: those who had decided by its cut, those who decided later only, and
 *  those whose rounds are numbered, which no cut divides. */
export const FOUND = ['then', 'later', 'undated'] as const;

/** Adds what one sequence has to say of the change since the report before, if there is one. */
export function addSince(cells: Cells, of: SequencePath, fit: TrustFit): void {
  const cut = fit.settings.since?.asOf;
  if (cut === undefined) return;
  const found = foundAt(of.sequence, cut);
  const key = [found, of.sequence.recommender];
  if (found !== 'then') return cells.add('since', key, {});
  const from = statesSeenBy(of.sequence, cut);
  const seen = of.sequence.steps.slice(from).some(({ fidelity }) => fidelity !== null);
  cells.add('since', key, {
    change: from === of.sequence.steps.length ? NONE : changeTerm(of, from),
    seen: oneIf(seen),
    free: oneIf(seen && hasMotion(fit, of.segment)),
  });
}

const NONE: Term = { value: 0, variance: 0, gradients: [] };
const oneIf = (is: boolean): Term => ({ ...NONE, value: is ? 1 : 0 });

function foundAt({ rounds, steps }: Sequence, cut: Instant): (typeof FOUND)[number] {
  const decided = steps.flatMap(({ round }) => (round === null ? [] : (rounds[round]?.row ?? [])));
  if (decided.some(({ askedAt }) => askedAt === null)) return 'undated';
  return decided.some(({ position }) => position <= milliseconds(cut)) ? 'then' : 'later';
}

/** The state of trust after the last outcome that was seen by an instant: the first step with a decision or an outcome after
 *  it, as no state moves between. */
export function statesSeenBy(sequence: Sequence, cut: Instant): number {
  const until = milliseconds(cut);
  const next = sequence.steps.findIndex((step) => instantsOf(step, sequence).some((at) => at > until));
  return next === -1 ? sequence.steps.length : next;
}

/** When the decision was made and when the outcome was seen, on the scale of `position`. */
function instantsOf({ round, outcomeRound }: Step, { rounds }: Sequence): number[] {
  const [decision, outcome] = [rounds[round ?? -1], rounds[outcomeRound ?? -1]];
  return [
    ...(decision ? [decision.row.position] : []),
    ...(outcome ? [Math.max(outcome.row.position, outcome.row.outcomeSeenPosition ?? -Infinity)] : []),
  ];
}
