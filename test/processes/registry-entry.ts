import { toInstant, type Instant } from '../../lib/domain/instant.ts';
import {
  processesOf,
  type Process,
  type ProcessEntry,
  type ProcessVersion,
} from '../../lib/rounds/process.ts';

/** Days after the tests' beginning of time. */
export const day = (n: number): Instant => toInstant(Date.UTC(2026, 0, 5) + n * 86_400_000);

/** An experiment on reasons, half and half, a seller a unit; everything not named is as here. */
export function entry(changes: Partial<ProcessEntry> = {}): ProcessEntry {
  return {
    process: 'reasons',
    kind: 'reasons',
    design: 'experiment',
    startAt: day(0),
    experiment: {
      unit: 'seller',
      arms: [
        { arm: 'control', share: 0.5 },
        { arm: 'shown', share: 0.5 },
      ],
    },
    ...changes,
  };
}

export function version(n: number, changes: Partial<ProcessEntry> = {}): ProcessVersion {
  return { at: day(n), id: `shop/${n}`, ingestedAt: day(n), entry: entry(changes) };
}

/** A process with one entry, from the beginning. */
export function registered(changes: Partial<ProcessEntry> = {}): Process {
  const [process] = processesOf([version(0, changes)]);
  if (process === undefined) throw new RangeError('registered requires an entry');
  return process;
}
