import { addDays, toInstant, type Instant } from '../../../lib/domain/instant.ts';
import { assignmentOf } from '../../../lib/processes/assignment.ts';
import { processesOf, type Process, type ProcessEntry } from '../../../lib/rounds/process.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { roundRow } from '../../trust/row.ts';

export const SCALE = { name: 'log', minGap: 0.02, minGapRule: 'set' } as const;
const FIRST = toInstant(Date.UTC(2026, 0, 5, 9));
export const week = (t: number): Instant => addDays(FIRST, 7 * t);

/** A registry entry as it was first heard. */
export function registered(entry: ProcessEntry): Process {
  const [found] = processesOf([{ at: entry.startAt, id: 'registry/1', ingestedAt: entry.startAt, entry }]);
  if (found === undefined) throw new RangeError('registered requires an entry');
  return found;
}

export function experiment(process: string, over: Partial<ProcessEntry> = {}): Process {
  return registered({
    process,
    kind: 'reasons',
    design: 'experiment',
    startAt: week(4),
    costPerUnit: 2,
    costUnit: 'seller',
    experiment: {
      unit: 'seller',
      arms: [
        { arm: 'control', share: 0.5 },
        { arm: 'shown', share: 0.5 },
      ],
    },
    ...over,
  });
}

export interface Design {
  readonly seed: number;
  readonly sellers?: number;
  readonly weeks?: number;
  /** What a round met, and what that adds to trust. */
  readonly meets?: (seller: number, t: number) => Readonly<Record<string, number>>;
  readonly adds?: Readonly<Record<string, number>>;
  /** Experiments whose hash decides who meets them; what they add is in `adds` too. */
  readonly experiments?: readonly Process[];
  readonly trust?: (seller: number, draw: () => number) => number;
}

/** Sellers of steady trust with one recommender, whose moves are alpha g + e, week by week. */
export function marketplace({
  seed,
  sellers = 150,
  weeks = 10,
  meets = () => ({}),
  adds = {},
  experiments = [],
  trust = (_seller, draw) => 0.5 + 0.15 * draw(),
}: Design): RoundRow[] {
  const stream = streams(seed).next().value;
  const rows: RoundRow[] = [];
  for (let i = 0; i < sellers; i += 1) {
    const sellerId = `s${i}`;
    const alpha = trust(i, () => stream.normal());
    for (let t = 0; t < weeks; t += 1) {
      const subject = { sellerId, recommender: 'replenishment', recommendationId: `${i}-${t}`, segments: {} };
      const begun = experiments.filter(({ startAt }) => week(t) >= startAt);
      const assignments = Object.fromEntries(
        begun.flatMap((each) => {
          const arm = assignmentOf(each, subject);
          return arm === undefined ? [] : [[each.process, arm]];
        }),
      );
      const arms = Object.fromEntries(
        Object.entries(assignments).map(([name, arm]) => [name, arm === 'control' ? 0 : 1]),
      );
      const processes: Record<string, number> = { ...meets(i, t), ...arms };
      const added = Object.entries(processes).reduce(
        (sum, [name, dose]) => sum + dose * (adds[name] ?? 0),
        0,
      );
      const gap = (stream.uniform() < 0.5 ? -1 : 1) * (0.1 + 0.4 * stream.uniform());
      const move = (alpha + added) * gap + 0.08 * stream.normal();
      rows.push(
        roundRow({
          sellerId,
          askedAt: week(t),
          position: Date.parse(week(t)),
          recommended: 100 * Math.exp(gap),
          chosen: 100 * Math.exp(move),
          outcome: 100 * Math.exp(0.3 * stream.normal()),
          processes,
          ...(Object.keys(assignments).length > 0 && { assignments }),
        }),
      );
    }
  }
  return rows;
}
