import type { RoundRow } from '../../rounds/row.ts';
import type { KalmanPanel } from '../kalman/panel.ts';
import { trustPanel } from '../kalman/trust-panel.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import { pointPass } from '../reduce/pass.ts';
import { sequencesOf } from '../sequence.ts';
import { EVERYONE, scaleOfFit } from '../trust-fit.ts';
import { textOf } from './exact-text.ts';
import type { PassPart, SpreadCounts } from './pass-part.ts';
import { countsOf } from './spread-counts.ts';
import type { SpreadState } from './spread-state.ts';

/** Some whole sellers as the passes see them, some 32 bytes a round: what is kept between passes where rows are not. */
export interface PassPanel {
  readonly counts: SpreadCounts;
  readonly panel: KalmanPanel<OutcomesSeen> | null; // of the sequences with a decision; null: no fit goes by passes
  readonly members: readonly (Int32Array | undefined)[]; // by search; undefined: all
}

/** @param rows of whole sellers, in any order */
export function passPanel(rows: readonly RoundRow[], state: SpreadState): PassPanel {
  const { fit, measure, searches } = state;
  const reading = {
    scale: scaleOfFit(fit),
    dropOutcomeOfUnusedRows: fit.settings.dropOutcomeOfUnusedRows === true,
  };
  const sequences = sequencesOf(rows, reading);
  const counts = countsOf(rows, sequences, reading);
  if (searches.length === 0) return { counts, panel: null, members: [] };
  const decided = sequences.filter(({ steps }) => steps.some(({ decision }) => decision !== null));
  return {
    counts,
    panel: trustPanel(decided, measure),
    members: searches.map(({ segment }) =>
      segment === EVERYONE
        ? undefined
        : Int32Array.from(decided.flatMap(({ recommender }, i) => (recommender === segment ? [i] : []))),
    ),
  };
}

/** A pass over some sellers where the state says that it has to go. */
export function passOverPanel({ counts, panel, members }: PassPanel, state: SpreadState): PassPart {
  return {
    schema: 'seller-trust/pass@1',
    pass: state.pass,
    counts: state.counts === null ? counts : null,
    searches: state.searches.map(({ segment, needed }, k) => {
      if (panel === null || needed.length === 0) return { segment, points: [] };
      const at = pointPass(panel, members[k]);
      return {
        segment,
        points: needed.map((theta) => at(Float64Array.from(theta))?.map((sum) => textOf(sum)) ?? null),
      };
    }),
  };
}
