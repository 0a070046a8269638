import { eventOf, weightOf } from '../../friction/event.ts';
import { decisionsOf, type Sequence } from '../../sequence.ts';
import { restrictedEvents, type Roster } from '../roster.ts';

/** The decisions of a roster as events, one entry each, gaps in the measure's units. */
export interface EventData {
  readonly gaps: Float64Array; // g
  readonly kind: Float64Array; // EVENT
  readonly weight: Float64Array; // W = d/g
  /** Width of the range where the recommendation stood at its upper (lower) bound, 0 where it did not. */
  readonly upperRange: Float64Array;
  readonly lowerRange: Float64Array;
}

export function eventDataOf(sequences: readonly Sequence[], { gaps, measure }: Roster): EventData {
  const decisions = decisionsOf(sequences);
  const rangeAt = (which: 'upper' | 'lower'): Float64Array =>
    Float64Array.from(decisions, ({ cap, range }) =>
      cap === which && range !== null ? range / measure.unit : 0,
    );
  return {
    gaps,
    kind: Float64Array.from(decisions, (decision) => eventOf(decision)),
    weight: Float64Array.from(decisions, weightOf),
    upperRange: rangeAt('upper'),
    lowerRange: rangeAt('lower'),
  };
}

/** The events of some sequences only. */
export function restrictedData(data: EventData, roster: Roster, kept: Int32Array): EventData {
  const of = (values: Float64Array): Float64Array => restrictedEvents(roster, kept, values);
  return {
    gaps: of(data.gaps),
    kind: of(data.kind),
    weight: of(data.weight),
    upperRange: of(data.upperRange),
    lowerRange: of(data.lowerRange),
  };
}
